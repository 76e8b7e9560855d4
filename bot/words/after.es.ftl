# Lo que viene después: cómo ha sido, qué no quedó bien, a quién se dan las gracias.

survey-reminder = Hace poco te dijimos que esto quedaba resuelto. ¿Cómo ha sido? Basta un toque, y no volveré a preguntar.
rating-agreement = Quien dirige el equipo ve además el total de cada persona, según el acuerdo «{ $agreement }».
button-thank-public = Dar las gracias en público
button-for_information = Solo quería que lo supieran
button-thanks-yes = Sí, que se vea
button-thanks-no = Prefiero que no

complaint-says = Lo que no quedó bien:
complaint-by = Tendrás una respuesta suya { $by }.
complaint-told = Gracias por contarlo. Lo lee { $name }; por tu parte no hace falta nada más.
made-good-question = ¿Ha quedado bien ahora?
made-good-told = { $name } dice que ya ha quedado bien.
thanks-ask = ¿Puedo mostrar en el canal de { $department } que { $name } te da las gracias? Te lo pregunto una sola vez; tu respuesta vale de aquí en adelante.
praised-keep = Tu respuesta ayudó. Si la guardas, ayudará a quien pregunte lo mismo.
thanks-board = { $name } da las gracias a { $to } por { $ref }: { $topic }.

cause-information = Para que lo sepas. Quien lo cuenta no pide que se haga nada, pero algo no salió como esperaba.
alike = { $count } quejas en una semana sobre «{ $topic }». Así lo cuentan:
alike-who = { $ref }, { $name }
alike-without-words = (sin palabras)
alike-try = Cuando varias personas tropiezan con lo mismo, suele haber algo que cambiar antes de la próxima vez.

form-complain-for_information = Solo quiero que lo sepan; no hace falta hacer nada

refused-nothing-for_information = Ahí no hay ninguna queja abierta.
refused-nothing-answer_thanks = Eso ya lo habías dicho, y se queda así.

line-for_information = Era solo para que se supiera.
line-thanks-shown = Las gracias se vieron en el canal.
