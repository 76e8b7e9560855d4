# Lo que solo se dice en Microsoft Teams.

teams-cut = Aquí no cabe todo.
teams-whole = Verlo entero
teams-page-before = Anterior
teams-page-next = Siguiente
teams-whole-title = { $ref }: lo que se ha dicho
teams-reply-hint = Escribe aquí la respuesta
teams-needed = Falta esto.
teams-wrote = Lo que escribiste
teams-unavailable = Ahora mismo no puedo guardarlo, así que no he hecho nada. Inténtalo otra vez dentro de un minuto, por favor.
teams-held-gone = Ese texto ya no está guardado. Escríbelo otra vez, por favor.
teams-note-in-channel = Guardada como nota privada en { $ref }. Pero la escribiste en un canal, donde la lee todo el mundo: la próxima vez es mejor el botón «Nota privada».
teams-note-gone = { $name } ya tiene ese mensaje, así que el candado llega tarde y el mensaje sigue como estaba. Si lo borras, lo quito también de su conversación; para una nota que solo vean quienes atienden, empieza el mensaje con (privado).
teams-unread = Eso no lo sé leer: solo entiendo texto, archivos e imágenes. Escríbeme en una línea lo que necesitas, o pide una persona.
teams-want-person = Quiero hablar con una persona, por favor.
teams-more-acts = Más…
teams-done = Hecho: { $ref }.
teams-gone = Esa solicitud no está, o no la puedes ver.
teams-unknown-action = Ese botón ya no sirve. Escribe «ayuda» y te digo qué puedes hacer.
teams-welcome = Hola. Aquí puedes pedir lo que necesites de cualquier departamento, con tus palabras: siempre lo tendrá una persona con nombre y apellidos.
teams-home-mine = Lo que has pedido
teams-home-none = Todavía no has pedido nada.
teams-queue = Lo que tienes a tu cargo
teams-queue-none = No hay nada aquí.
teams-more = { $count ->
    [one] Y { $count } más.
   *[other] Y { $count } más.
}
teams-ask-title = Pedir algo
teams-ask-label = ¿Qué necesitas?
teams-ask-hint = Con tus palabras
teams-ask-private = Que solo lo vea quien lo atiende
teams-ask-send = Enviar
teams-ask-noted = Anotado: { $ref }. Te escribo en el chat personal.
teams-ask-heard = Te respondo en el chat personal.
teams-unseen = Desde esta conversación no puedo saber quién eres, así que no he hecho nada. Escríbeme una vez en el chat personal y desde entonces podrás pedir desde cualquier sitio.
teams-author = (Lo escribió { $name }.)
teams-private-line = { $name }, esto es mejor hablarlo en privado: sigo contigo en el chat personal.
teams-private-how = Lo escribiste donde lo leen más personas, así que lo he traído aquí, donde no lo lee nadie más que tú y quien responde. Para borrar el original: abre el menú (⋯) de tu mensaje allí y elige «Eliminar».
teams-open-chat = Abrir el chat personal
teams-picture = { $count ->
    [1] imagen.png
   *[other] imagen { $count }.png
}
teams-file-unseen = Desde aquí no me llega el archivo. Mándamelo en el chat personal, citando un mensaje de { $ref }, y lo tendrá quien lo atiende.
teams-file = (Archivo: { $name })

# El paquete de la aplicación
teams-app-full = Ventanilla: pide lo que necesites y siempre lo tendrá una persona
teams-app-short = La ventanilla única donde una solicitud siempre encuentra a quien la atiende
teams-app-long = Escribe lo que necesitas con tus palabras, en español o en inglés. Ventanilla contesta al momento si la empresa ya sabe la respuesta; si no, en un segundo lo tiene una persona con nombre y apellidos, con recibo, número y hora. Sin menús, sin formularios que buscar, y nadie pregunta dos veces lo mismo.
teams-tab = Mis solicitudes
teams-command-help = ayuda
teams-command-help-about = Qué puedes hacer aquí y cómo va lo que has pedido
teams-command-queue = cola
teams-command-queue-about = Lo que tienes a tu cargo, para quien atiende
teams-action-ask = Pedir
teams-action-ask-about = Pide lo que necesites con tus palabras
teams-action-find = Buscar quién lo atiende
teams-action-find-about = Encuentra a la persona que atiende lo que dice este mensaje

# La pestaña
teams-tab-wait = Un momento…
teams-tab-sign-in = Teams no ha dicho quién eres. Vuelve a abrir la pestaña o escribe al bot en el chat personal.
teams-tab-unavailable = Ahora mismo no se ha podido. Inténtalo otra vez dentro de un momento.
teams-tab-back = Volver a mis solicitudes
