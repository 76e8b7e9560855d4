# La página del escritorio local: lo que la rodea. Lo que dice el bot está en los otros archivos.

desk-title = Ventanilla: el escritorio local
desk-skip = Ir a escribir
desk-noscript = Esta página necesita JavaScript para mostrar lo que llega.
desk-help = Ayuda
desk-help-title = Cómo funciona
desk-help-story = A la izquierda, alguien pide lo que necesita con sus palabras. A la derecha, la persona que responde de ello lo ve al momento. Puedes ser quien quieras en los dos lados y adelantar el reloj.
desk-close = Cerrar
desk-language = Idioma de la página
desk-show = Qué lado se ve
desk-show-both = Los dos
desk-show-asks = Quien pide
desk-show-work = Quien atiende

desk-clock = Ahora son
desk-clock-hour = +1 h
desk-clock-morning = Mañana, 9:00

desk-be = Ser otra persona
desk-asks = Pide
desk-work = Atiende
desk-conversation = Conversación con la ventanilla
desk-messages = Mensajes para ti
desk-history = Historia de la solicitud
desk-acts = Qué puedes hacer

desk-asks-hello = ¿Qué necesitas?
desk-asks-story = Escríbelo como se lo dirías a un compañero. No hay menús: alguien con nombre y apellidos lo tendrá en un segundo.
desk-try-1 = Buenas, no me ha llegado la nómina de octubre y la necesito para el viernes, es para el banco
desk-try-2 = ¿Cómo reservo una sala de reuniones?
desk-try-3 = Sale humo de un cuadro eléctrico en el almacén
desk-work-hello = Aquí llega lo que te toca
desk-work-story = Cuando una solicitud sea de esta persona, aparecerá aquí sin recargar la página, con las palabras de quien la pide, por qué ha llegado y para cuándo se espera respuesta.
desk-hint-owner = { $ref } lo tiene { $name }.
desk-hint-be = Ser { $name }

desk-write = Escribe a la ventanilla
desk-write-hint = Lo que necesitas, con tus palabras
desk-send = Enviar
desk-into = en
desk-into-no = mejor aparte
desk-you-said = Tú:
desk-reply-to = Responder a { $name }
desk-reply = Responder

desk-queue = Cola
desk-queue-count = { $count ->
    [one] { $count } solicitud
   *[other] { $count } solicitudes, primero las que antes vencen
}
desk-queue-none = Aquí no hay nada pendiente.
desk-queue-none-search = Nada coincide con la búsqueda.
desk-filter = Qué solicitudes
desk-filter-mine = Mías
desk-filter-for_me = Esperan por mí
desk-filter-for_them = Esperan por otros
desk-filter-today = Hoy
desk-filter-department = Departamento
desk-search = Buscar por número, nombre o palabras
desk-search-hint = Número, nombre o palabras
desk-col-pick = Elegir
desk-col-ref = Número
desk-col-who = Quién
desk-col-words = Qué dijo
desk-col-state = Estado
desk-col-due = Vence
desk-pick = Elegir { $ref }
desk-picked = { $count ->
    [one] { $count } elegida
   *[other] { $count } elegidas
}
desk-unpick = Ninguna
desk-confidential = confidencial
desk-private = Nota privada
desk-urgency-urgent = urgente
desk-urgency-high = alta

desk-state-new = nueva
desk-state-untaken = sin tomar
desk-state-open = en marcha
desk-state-pending = a la espera de quien pide
desk-state-resolved = resuelta
desk-state-closed = cerrada
desk-state-withdrawn = retirada
desk-state-for_me = espera tu respuesta
desk-due-late = tarde, { $when }
desk-due-none = sin plazo
desk-wish = para { $when }
desk-promised = prometida { $when }

desk-open-close = Cerrar
desk-open-state = Estado
desk-open-owner = Responde
desk-open-due = Vence
desk-open-wanted = La necesita
desk-open-promise = Prometida

desk-optional = (si quieres)
desk-choose = Elige
desk-cancel = Cancelar
desk-when-today = hoy a las 17:00
desk-when-tomorrow = mañana a las 10:00
desk-when-friday = el viernes

desk-told-noted = Anotado en { $ref }.
desk-told-done = Hecho en { $ref }.
desk-told-done-many = { $count ->
    [one] Hecho en { $count } solicitud.
   *[other] Hecho en { $count } solicitudes.
}
desk-told-keep_answer = Publicada. Desde ahora se ofrece a quien pregunte lo mismo que en { $ref }.
desk-told-route_right = { $ref } estaba bien: queda anotado.
desk-told-file_under = { $ref } tiene ya su tema.
desk-told-article_outdated = Gracias por decirlo. { $ref } lo tiene ya una persona.
desk-told-undone = Deshecho en { $ref }.
desk-told-undone-many = Deshecho en { $count } solicitudes.
desk-told-not-all = { $refs }: { $why }
desk-undo = Deshacer
desk-undo-until = Puedes deshacerlo durante { $seconds } segundos.
desk-empty = Falta el texto: escribe qué necesitas y vuelve a enviarlo.
desk-too-long = El texto tiene { $length } caracteres y caben { $most }. Acórtalo o repártelo en varios mensajes; lo que escribiste sigue aquí.
desk-unavailable = Ahora mismo no se puede guardar. Lo que escribiste sigue aquí: vuelve a enviarlo en un momento.
page-unavailable = Ahora mismo no puedo mostrar esta página. Prueba otra vez dentro de un momento.
desk-unreadable = No se ha entendido lo que envió la página. Recárgala y vuelve a intentarlo.
desk-nobody = Esa persona ya no está en el directorio. Recarga la página y elige a otra.
desk-gone = Esa solicitud no existe o no es tuya.
desk-broken = Algo ha fallado por nuestra parte y ha quedado registrado. Vuelve a intentarlo en un momento.
desk-away = Sin conexión con el escritorio: se vuelve a intentar sola.

desk-keys-on = Atajos de teclado
desk-key-down = la siguiente de la cola
desk-key-up = la anterior
desk-key-pick = elegirla
desk-key-open = abrirla
desk-key-reply = responder
desk-key-promise = prometer
desk-key-hand-over = pasarla con un motivo
desk-key-resolve = resolver
desk-key-note = nota privada
desk-key-undo = deshacer lo último
desk-key-search = buscar
desk-key-close = cerrar lo abierto
desk-key-help = esta ayuda

desk-receipt-title = Recibo de una solicitud
desk-receipt-story = Este enlace es personal y caduca. El recibo se abre cuando tú lo pides.
desk-receipt-open = Ver el recibo
desk-receipt-gone = El enlace ha caducado o no es válido. Pide otro a quien te lo envió.

desk-today = hoy
desk-tomorrow = mañana
desk-written = Escrito: { $on }
desk-yesterday = ayer

desk-urgency-normal = normal
desk-urgency-low = baja
desk-into-this = Añadir algo a { $ref }

desk-too-much = Es demasiado para un solo envío. Repártelo en varios mensajes; lo que escribiste sigue aquí.
desk-key-take = tomarla
desk-into-short = Añadir algo
desk-more = Más
desk-write-loose = Escribe sin abrir ninguna: te preguntaremos a quién va
desk-attach = Adjuntar
desk-file = (Archivo: { $name })
desk-files = Archivos:
