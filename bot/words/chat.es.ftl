# Lo que se dice en cualquier chat.

chat-empty = No había texto. Escribe en una línea lo que necesitas.
chat-too-long = Ese texto tiene más de { $most } caracteres. Envíalo en varios mensajes, por favor; no se ha guardado nada.
chat-broken = Algo ha fallado por nuestra parte y ha quedado registrado. No se ha hecho nada; prueba otra vez dentro de un momento.
chat-held-new = Es una petición mía
chat-in-private = { $ref } sigue en privado.

# El canal de un departamento
chat-board-untaken = { $ref } · { $topic } · todavía no lo tiene nadie
chat-board-taken = { $ref } · { $topic } · lo lleva { $owner }
chat-board-ended = { $ref } · { $topic } · { $state }
chat-board-moved = { $ref } ha pasado a { $department }.
