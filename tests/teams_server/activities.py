"""Activities as Teams sends them."""

from itertools import count
from typing import Any

from tests.teams_server.server import APP_ID, TENANT, FakeTeams, Message, User

BOT = f"28:{APP_ID}"
CHANNEL = "19:general@thread.tacv2"


class Activities:
    def __init__(self, teams: FakeTeams) -> None:
        self.teams = teams
        self._ids = count(1_600_000_000_000)

    def base(self, user: User, kind: str, where: str = "", **more: Any) -> dict[str, Any]:
        place = where or user.chat
        number = next(self._ids)
        scope = "channel" if "tacv2" in place else "groupChat" if place.startswith("19:") else "personal"
        found = {
            "type": kind,
            "id": str(number),
            "timestamp": f"2026-11-24T15:30:{number % 60:02}.{number % 1000:03}Z",
            "localTimezone": user.zone,
            "serviceUrl": self.teams.service_url,
            "channelId": "msteams",
            "from": {"id": user.id, "name": user.name, "aadObjectId": user.aad},
            "conversation": {"id": place, "conversationType": scope, "tenantId": TENANT},
            "recipient": {"id": BOT, "name": "Ventanilla"},
            "entities": [
                {"type": "clientInfo", "locale": user.locale, "country": user.country, "timezone": user.zone}
            ],
            "channelData": {"tenant": {"id": TENANT}},
            "locale": user.locale,
        }
        return found | more

    def said(self, user: User, text: str, where: str = "", **more: Any) -> dict[str, Any]:
        return self.base(user, "message", where, text=text, textFormat="plain", **more)

    def mention(self, user: User, text: str, where: str, **more: Any) -> dict[str, Any]:
        """`<at>Ventanilla</at> text`, with the entity that makes it one. A new thread names its own message."""
        found = self.said(user, f"<at>Ventanilla</at> {text}", where, **more)
        mention = {
            "type": "mention",
            "text": "<at>Ventanilla</at>",
            "mentioned": {"id": BOT, "name": "Ventanilla"},
        }
        found["entities"] = [*found["entities"], mention]
        if "tacv2" in where and ";messageid=" not in where:
            found["conversation"]["id"] = f"{where};messageid={found['id']}"
        return found

    def quoting(self, user: User, message: Message, text: str) -> dict[str, Any]:
        html = (
            f'<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="{message.id}">'
            f"<strong>Ventanilla</strong><p>…</p></blockquote><p>{text}</p>"
        )
        return self.said(user, text, attachments=[{"contentType": "text/html", "content": html}])

    def quoting_newly(self, user: User, message: Message, text: str, **about: Any) -> dict[str, Any]:
        """As the newer clients do: an entity, and a mark where the quote stands in the text."""
        told = {"messageId": message.id, "senderName": "Ventanilla", "preview": "…", **about}
        found = self.said(user, f'<quoted messageId="{message.id}"/> {text}')
        found["entities"] = [*found["entities"], {"type": "quotedReply", "quotedReply": told}]
        return found

    def execute(
        self, user: User, message: Message, action: dict[str, Any], typed: dict[str, str]
    ) -> dict[str, Any]:
        value = {
            "action": {
                "type": "Action.Execute",
                "verb": action["verb"],
                "data": action["data"] | typed,
            },
            "trigger": "manual",
        }
        return self.base(
            user, "invoke", message.where, name="adaptiveCard/action", value=value, replyToId=message.id
        )

    def with_file(self, user: User, text: str, name: str, address: str) -> dict[str, Any]:
        content = {"downloadUrl": address, "uniqueId": name, "fileType": name.rpartition(".")[2]}
        kind = "application/vnd.microsoft.teams.file.download.info"
        part = {
            "contentType": kind,
            "name": name,
            "content": content,
            "contentUrl": "https://x.sharepoint.com/x",
        }
        return self.said(user, text, attachments=[part])

    def with_picture(self, user: User, text: str, *addresses: str, **more: Any) -> dict[str, Any]:
        """Pasted into the chat: without a name, and with the HTML that shows it."""
        parts = [{"contentType": "image/*", "contentUrl": address} for address in addresses]
        html = {"contentType": "text/html", "content": f'<p>{text}</p><p><img itemid="0-weu-d1"></p>'}
        return self.said(user, text, attachments=[*parts, html], **more)

    def consents(self, user: User, message: Message, address: str, action: str = "accept") -> dict[str, Any]:
        """To a consent card; `address`: where the file may be written."""
        [part] = message.activity["attachments"]
        value: dict[str, Any] = {"type": "fileUpload", "action": action}
        value["context"] = part["content"][f"{action}Context"]
        if action == "accept":
            value["uploadInfo"] = {
                "contentUrl": "https://faro-my.sharepoint.com/f",
                "name": part["name"],
                "uploadUrl": address,
                "uniqueId": "U-1",
                "fileType": "pdf",
            }
        return self.base(user, "invoke", name="fileConsent/invoke", value=value, replyToId=message.id)

    def dialog(self, user: User, name: str, data: dict[str, Any], where: str = "") -> dict[str, Any]:
        value = {"data": data, "context": {"theme": "default"}}
        return self.base(user, "invoke", where, name=name, value=value)

    def submit(
        self, user: User, message: Message, data: dict[str, Any], typed: dict[str, str]
    ) -> dict[str, Any]:
        return self.base(user, "message", message.where, value=data | typed, replyToId=message.id)

    def extension(self, user: User, name: str, command: str, where: str = "", **value: Any) -> dict[str, Any]:
        found = {"commandId": command, "commandContext": "message", **value}
        return self.base(user, "invoke", where, name=name, value=found)

    def wrote(self, author: User, text: str) -> dict[str, Any]:
        """A message of somebody's, as a message action gets it."""
        return {
            "id": "1500",
            "from": {"user": {"id": author.aad, "displayName": author.name}},
            "body": {"contentType": "html", "content": f"<p>{text}</p>"},
            "linkToMessage": "https://teams.microsoft.com/l/message/19:x/1500",
        }

    def installed(self, user: User, action: str = "add") -> dict[str, Any]:
        return self.base(user, "installationUpdate", action=action)

    def joined(self, user: User) -> dict[str, Any]:
        members = [{"id": BOT}]
        return self.base(user, "conversationUpdate", membersAdded=members)
