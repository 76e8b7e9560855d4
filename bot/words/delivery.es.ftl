# Lo que la entrega añade a un mensaje, y lo que dice de varios a la vez.

button-open = Abrir { $ref }
delivery-together = Tienes { $count } cosas pendientes
delivery-together-line = { $ref }: { $what }
delivery-twice = (Puede que te llegue dos veces.)
