"""An invented history for a company, so that a newcomer sees a living dashboard at once; made by the desk's own rules."""
