"""A rehearsal: what the desk would have done with what people asked before it was there. Nothing is stored."""
