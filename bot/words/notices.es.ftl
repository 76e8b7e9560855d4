# Lo que cualquiera puede leer antes de escribir: qué es esto, qué se guarda y cómo se usa.

notice-about = La ventanilla de { $company }
notice-about-ask = Escribe lo que necesitas, con tus palabras, en el chat que ya usas: Slack o Microsoft Teams.
notice-about-person = Si la respuesta ya está escrita, la tienes al momento. Si no, lo lleva una persona con nombre y sabes para cuándo.

notice-privacy = Qué se guarda y quién lo lee
notice-privacy-whose = Esta ventanilla es de { $company }, y { $company } responde de lo que se guarda en ella.
notice-privacy-kept = Se guarda lo que escribes y lo que pasa con tu solicitud, y lo que tu chat dice de ti: nombre, correo, idioma, país y zona horaria.
notice-privacy-files = Los archivos que envías siguen donde tu chat los tiene, o se guardan con tu solicitud y se borran con ella.
notice-privacy-readers = Lo leen tú, quien te atiende y su equipo, quien te ha atendido antes y la persona responsable de la ventanilla. El recibo de cada solicitud dice quiénes.
notice-privacy-private = Si lo haces privado, lo leen solo tú, quien te atiende y la persona responsable de su departamento.
notice-privacy-erased = Las palabras se borran como mucho { $days } días después de cerrarse la solicitud; las privadas, { $private_days } días después. Queda qué pasó y cuándo, sin tus palabras.
notice-privacy-yours = Para ver lo que hay tuyo, o para que se borre antes, pídelo en la misma ventanilla: le llega a una persona.

notice-terms = Cómo se usa la ventanilla
notice-terms-who = Puede pedir cualquiera que tenga la ventanilla en su chat, y no hace falta saber a qué departamento le toca.
notice-terms-times = La hora que ves es la que se ha propuesto el equipo. Si no va a llegar, te avisa antes.
notice-terms-danger = La ventanilla no es el servicio de emergencias. Si alguien está en peligro, llama primero.
notice-terms-secrets = No escribas aquí contraseñas ni números de tarjeta.
notice-terms-licence = El programa es libre, con licencia MIT, y se ofrece tal cual, sin garantía.
