# Lo que solo dicen las pantallas de Slack. Las tarjetas y las negativas son palabras de la propia ventanilla.

slack-whole = Leerlo entero
slack-more = Más…
slack-whole-title = { $ref }
slack-close = Cerrar
slack-cancel = Cancelar
slack-when-hint = p. ej. mañana a las 10:00, el viernes, en 2 h
slack-when-pick = O elígelo en el calendario
slack-choose = Elige
slack-yes = Sí
slack-private-note = Nota privada
slack-cut = Esto es solo el principio: hay más.

slack-held-gone = Ya no tengo esas palabras. Escríbelas otra vez en el hilo de la solicitud, por favor.
slack-file-line = Ya tengo el archivo y lo verá una persona. ¿Me cuentas en una línea para qué es?
slack-file = [archivo: { $name }]
slack-unavailable = Ahora mismo no puedo guardar nada, así que no se ha hecho nada. Prueba otra vez dentro de un momento.
slack-unknown-action = No conozco ese botón: es de un mensaje antiguo. No se ha hecho nada. Escribe aquí lo que quieres hacer.
slack-not-opened = Ha tardado demasiado en abrirse y no se ha hecho nada. Prueba otra vez.
slack-done = Hecho en { $ref }.
slack-done-many = { $count ->
    [one] Hecho en { $count } solicitud.
   *[other] Hecho en { $count } solicitudes.
}
slack-not-all = No ha sido posible en { $refs }: { $why }
slack-gone = Esa solicitud no existe o no es tuya.
slack-pick-first = Marca antes una solicitud o varias.
slack-not-listed = Este espacio de trabajo no está conectado a ninguna empresa, así que no se ha guardado nada. Un administrador puede darlo de alta.

slack-private-line = He respondido a { $name } en un mensaje privado.
slack-private-nowhere = Esto es delicado y aquí lo lee todo el canal, así que no sigo en este hilo. Lo tiene { $owner } ({ $ref }). Desde aquí no puedo abrir una conversación privada contigo ni traerte su respuesta: escríbele por correo o llámale. Para borrar tu mensaje: abre su menú (⋯) y elige «Eliminar mensaje».
slack-private-how = Lo escribiste en un canal, así que lo he traído aquí, donde no lo lee nadie más que tú y quien responde. Para borrar el original: abre el menú (⋯) de tu mensaje allí y elige «Eliminar mensaje».

slack-tick = Hecho.
slack-note-gone = Eso ya le ha llegado a { $name }, así que privado ya no es: puede que lo haya leído. Si quieres, lo retiro de su conversación y lo guardo como nota privada. La próxima vez, empieza el mensaje con 🔒 y no saldrá.
slack-note-take-back = Retirar y guardar como nota
slack-note-taken-back = Retirado de la conversación, y guardado como nota privada en { $ref }.
slack-note-offer = ¿Una nota privada en { $ref }? Quien lo pide no la verá. También vale responder en el hilo empezando por 🔒.
slack-note-in-channel = Guardada como nota privada en { $ref }. Pero la has escrito en un canal, donde la lee quien esté en él: la próxima, mejor con el botón «Nota privada».

slack-ask-title = Pedir
slack-ask-label = ¿Qué necesitas?
slack-ask-hint = Con tus palabras, como se lo dirías a un compañero
slack-ask-private-label = Si es delicado
slack-ask-private = Solo para quien responda (confidencial)
slack-ask-submit = Enviar
slack-ask-noted = Anotado como { $ref }. Te respondo en nuestra conversación.
slack-ask-owned = Anotado como { $ref }: se encarga { $name }. El recibo está en nuestra conversación.
slack-ask-added = Añadido a { $ref }. Si es otra cosa, dilo con un toque en nuestra conversación.
slack-ask-heard = Anotado. La respuesta está en nuestra conversación.
slack-record-title = Anotar para alguien
slack-record-who = Para quién
slack-record-label = Qué necesita
slack-record-nobody = Elige a una persona.

slack-home-ask = Pedir algo
slack-home-record = Anotar para alguien
slack-home-mine = Mis solicitudes
slack-home-mine-none = Todavía no has pedido nada.
slack-home-queue = Lo que llevo yo
slack-home-queue-none = Aquí no espera nada.
slack-home-more = { $count ->
    [one] y { $count } más
   *[other] y { $count } más
}
slack-home-beside-one = { $count ->
    [0] { $department }
   *[other] { $department } ({ $count } con retraso)
}
slack-home-beside = Aquí no caben: { $departments }. Sus solicitudes están arriba, eligiendo «{ $filter }».
slack-home-search = Buscar
slack-home-search-hint = Número, nombre o palabras
slack-home-pick = Varias a la vez
slack-home-pick-hint = Elige solicitudes
slack-home-open = Abrir
slack-home-row = { $ref } · { $topic } · { $state }
slack-home-owner = lo tiene { $owner }
slack-home-asked = lo pediste { $when }
slack-home-asked-by = lo pidió { $name } { $when }

slack-prompt-title = Por ejemplo
slack-prompt-1 = No me ha llegado la nómina
slack-prompt-2 = ¿Cómo va lo mío?
slack-prompt-3 = Quiero hablar con una persona

slack-install-done = Ventanilla está conectada a { $name }.
slack-install-not-listed = El espacio { $name } ({ $id }) no figura en el directorio de la empresa. Un administrador lo añade en slack_workspaces y entonces funciona.
slack-install-refused = La conexión no se ha completado. Empieza otra vez desde la página de instalación.

