# Lo que se dice en cualquier chat.

chat-empty = No había texto. Escribe en una línea lo que necesitas.
chat-too-long = Ese texto tiene más de { $most } caracteres. Envíalo en varios mensajes, por favor; no se ha guardado nada.
chat-broken = Algo ha fallado por nuestra parte y ha quedado registrado. No se ha hecho nada; prueba otra vez dentro de un momento.
chat-held-new = Es una solicitud mía
chat-added-beside = Lo he añadido a { $ref }, que es lo que pidió { $name } en ese hilo. Si lo tuyo es otra cosa, escríbemelo en privado y será una solicitud tuya.
chat-added-beside-nameless = Lo he añadido a { $ref }, que es lo que se pidió en ese hilo. Si lo tuyo es otra cosa, escríbemelo en privado y será una solicitud tuya.
chat-note-which = ¿En qué solicitud va esta nota privada? No se la he enviado a nadie.
chat-note-on = { $ref } · { $name }
chat-note-kept = Guardada como nota privada en { $ref }.
chat-in-private = { $ref } sigue en privado.

# El canal de un departamento
chat-board-untaken = { $ref } · { $topic } · todavía no lo ha tomado nadie
chat-board-taken = { $ref } · { $topic } · lo lleva { $owner }
chat-board-answered = { $ref } · { $topic } · lo lleva { $owner } y ya ha contestado
chat-board-ended = { $ref } · { $topic } · { $state }
chat-board-moved = { $ref } ha pasado a { $department }.

# Un departamento como lo ve quien lo dirige
chat-lead-title = { $department }, ahora
chat-lead-late = Con retraso
chat-lead-late-none = Nada va con retraso.
chat-lead-escalated = Lo que ha llegado hasta ti
chat-lead-load = Abierto ahora: { $people }
chat-lead-has = { $name } ({ $count })
chat-lead-has-away = { $name } ({ $count }; fuera { $until })

# El propio estado, cuando tiene final
chat-status-offer = Tu estado dura { $until }. Si vas a estar fuera, con un toque queda anotado, y lo que venza antes pasa a quien te sustituye.
chat-status-button = Estoy fuera { $until }
