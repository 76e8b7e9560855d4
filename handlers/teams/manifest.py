"""The app package that an administrator uploads: manifest, icons and texts, from the code's own list of what it uses."""

import io
import json
import zipfile
from typing import Any
from urllib.parse import urlsplit

from bot.words import of
from handlers.teams import icons
from handlers.teams.surface import ACTIONS, COMMANDS, PERMISSIONS, SCOPES, Action

VERSION = "1.17"
SCHEMA = f"https://developer.microsoft.com/en-us/json-schemas/teams/v{VERSION}/MicrosoftTeams.schema.json"
TEXTS = f"https://developer.microsoft.com/en-us/json-schemas/teams/v{VERSION}/MicrosoftTeams.Localization.schema.json"
FIRST, OTHERS = "es", ("en",)
NOWHERE = "https://ventanilla.example"
NOBODY = "00000000-0000-0000-0000-000000000000"
_EPOCH = (2024, 1, 1, 0, 0, 0)  # the same package for the same settings, byte for byte


def teams_package(app_id: str, url: str, *, version: str = "1.0.0", tab: bool = True) -> bytes:
    """The zip. `url`: the public address, https; `tab`: also the pages of this project as a personal tab."""
    made = manifest(app_id or NOBODY, _address(url), version=version, tab=tab)
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as package:
        _add(package, "manifest.json", _json(made))
        _add(package, "color.png", icons.color())
        _add(package, "outline.png", icons.outline())
        for language in OTHERS:
            _add(package, f"{language}.json", _json(texts(language, tab=tab)))
    return found.getvalue()


def lacks(app_id: str, url: str) -> tuple[str, ...]:
    """What has to be set before the package can be uploaded; the names of the variables."""
    missing = [] if app_id else ["MICROSOFT_APP_ID"]
    return (*missing, *(() if url.startswith("https://") else ("VENTANILLA_URL",)))


def _address(url: str) -> str:
    return url.rstrip("/") if url.startswith("https://") else NOWHERE


def _add(package: zipfile.ZipFile, name: str, body: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(entry, body)


def _json(body: dict[str, Any]) -> bytes:
    return (json.dumps(body, ensure_ascii=False, indent=2) + "\n").encode()


def manifest(app_id: str, url: str, *, version: str, tab: bool) -> dict[str, Any]:
    say = of(FIRST)
    host = urlsplit(url).netloc
    made: dict[str, Any] = {
        "$schema": SCHEMA,
        "manifestVersion": VERSION,
        "version": version,
        "id": app_id,
        "developer": {
            "name": "Ventanilla",
            "websiteUrl": f"{url}/about",
            "privacyUrl": f"{url}/privacy",
            "termsOfUseUrl": f"{url}/terms",
        },
        "name": {"short": "Ventanilla", "full": say("teams-app-full")},
        "description": {"short": say("teams-app-short"), "full": say("teams-app-long")},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": icons.ACCENT,
        "bots": [
            {
                "botId": app_id,
                "scopes": list(SCOPES),
                "supportsFiles": True,
                "isNotificationOnly": False,
                "commandLists": [_commands(scope) for scope in SCOPES],
            }
        ],
        "composeExtensions": [{"botId": app_id, "commands": [_action(action) for action in ACTIONS]}],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [host],
        "authorization": {
            "permissions": {
                "resourceSpecific": [{"name": p.name, "type": "Application"} for p in PERMISSIONS]
            }
        },
        "localizationInfo": {
            "defaultLanguageTag": FIRST,
            "additionalLanguages": [
                {"languageTag": language, "file": f"{language}.json"} for language in OTHERS
            ],
        },
    }
    if tab:
        made["staticTabs"] = [_tab(url)]
        made["webApplicationInfo"] = {"id": app_id, "resource": f"api://{host}/{app_id}"}
    return made


def _tab(url: str) -> dict[str, Any]:
    return {
        "entityId": "requests",
        "name": of(FIRST)("teams-tab"),
        "contentUrl": f"{url}/teams/tab",
        "websiteUrl": f"{url}/about",
        "scopes": ["personal"],
    }


def _commands(scope: str) -> dict[str, Any]:
    say = of(FIRST)
    found = [
        {"title": say(c.title), "description": say(c.description)} for c in COMMANDS if scope in c.scopes
    ]
    return {"scopes": [scope], "commands": found}


def _action(action: Action) -> dict[str, Any]:
    say = of(FIRST)
    return {
        "id": action.id,
        "type": "action",
        "context": list(action.contexts),
        "title": say(action.title),
        "description": say(action.description),
        "fetchTask": True,
    }


def texts(language: str, *, tab: bool) -> dict[str, str]:
    """What the manifest says, in another language, by the paths that Teams knows."""
    say = of(language)
    found = {
        "$schema": TEXTS,
        "name.short": "Ventanilla",
        "name.full": say("teams-app-full"),
        "description.short": say("teams-app-short"),
        "description.full": say("teams-app-long"),
    }
    if tab:
        found["staticTabs[0].name"] = say("teams-tab")
    for at, scope in enumerate(SCOPES):
        for i, command in enumerate(c for c in COMMANDS if scope in c.scopes):
            path = f"bots[0].commandLists[{at}].commands[{i}]"
            found |= {f"{path}.title": say(command.title), f"{path}.description": say(command.description)}
    for i, action in enumerate(ACTIONS):
        path = f"composeExtensions[0].commands[{i}]"
        found |= {f"{path}.title": say(action.title), f"{path}.description": say(action.description)}
    return found
