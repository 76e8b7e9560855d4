# Una persona, escriba donde escriba
join-code = Para que Ventanilla sepa que eres la misma persona, escribe este código en tu chat conmigo en { $platform }: { $code }. Vale diez minutos y una sola vez. No se lo des a nadie: quien lo escriba pasaría por ti.
join-or = { " " }o{ " " }
join-confirm = Ese código lo pidió { $name } en { $platform }. Si eres tú, escríbelo otra vez y uniré las dos cuentas. Si no eres tú, no hagas nada más.
join-done = Hecho: tu cuenta de { $platform } y esta son ya la misma persona. Si no has sido tú, dilo aquí y una persona lo deshará.
join-same = Esas dos cuentas ya son la misma persona.
join-unknown = Ese código no vale o ha caducado. Escribe «vincular» en tu otro chat y te daré uno nuevo.
join-elsewhere = Ese código es para tu chat conmigo en la otra plataforma: aquí ya estás en { $platform }.
join-later = Han sido muchos intentos en poco rato. Prueba dentro de una hora.
join-two-people = Esas dos cuentas son de dos personas de la empresa. Solo quien administra Ventanilla puede unirlas.
join-open = Antes tiene que cerrarse lo que pediste desde la otra cuenta: { $refs }. Después vuelve a pedir un código.
prefer-done = De acuerdo: desde ahora te escribiré en { $platform }.
prefer-where-written = De acuerdo: te contestaré donde escribas.
prefer-not-there = Todavía no sé quién eres en { $platform }. Escríbeme allí una vez o escribe aquí «vincular».

# Archivos
file-from = { $name } envía «{ $file }» para { $ref }.
file-open = Abrir «{ $file }»
file-lost = { $name } envió «{ $file }», pero no he podido traerlo hasta aquí. Pídele que lo mande otra vez o por otro camino.
file-title = Un archivo para ti
file-story = Este enlace es solo tuyo. Toca para descargar «{ $file }».
file-get = Descargar
file-over = Este enlace ha caducado
file-over-story = Toca y te mando uno nuevo a tu chat.
file-again = Mandarme otro enlace
file-sent = Hecho: tienes el enlace nuevo en tu chat.
file-not-sent = No he podido mandarte el enlace nuevo. Prueba otra vez dentro de un momento; si sigue sin llegar, pide el archivo en tu chat.
file-unavailable = Ahora mismo no he podido traer el archivo. Prueba otra vez dentro de un momento.
file-gone = Aquí no hay nada.
file-saved = Guardado: «{ $file }».
file-saving-failed = No he podido guardar «{ $file }». Prueba a aceptarlo otra vez dentro de un momento.
file-declined = De acuerdo, no guardo «{ $file }».
