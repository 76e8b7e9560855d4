"""What was pasted of a machine's own words: lines of a log, of a stack trace, of code.

"Failed password for invalid user" and "killed process 1015" are no words of whoever asks about the program that wrote them. A time
alone makes no such line: a conversation that is shown as evidence has one before each of its threats.
"""

import re

_PLAINLY = re.compile(
    r"""\s*at\ [\w$.<>]+\(.*\)\s*$                        # at com.firm.Login.check(Login.java:12)
      | \s*File\ ".*",\ line\ \d+                         # File "app/login.py", line 12, in check
      | \s*(?:Traceback\ \(|Caused\ by:|\.{3}\ \d+\ more)
      | \s*raise\ \w+\(
      | [\w.$]+(?:Error|Exception)\b(?::|\s*$)            # java.lang.RuntimeException: refused
      | \w{3}\ +\d+\ \d\d:\d\d:\d\d\ \S+\ [\w./-]+(?:\[\d+\])?:   # Nov 30 09:12:11 host sshd[2001]:
    """,
    re.VERBOSE,
)
_SIGNS = (
    re.compile(r"\d\d:\d\d:\d\d"),
    re.compile(r"\b(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|SEVERE|CRITICAL)\b"),
    re.compile(r"\b[\w.-]+=\S"),
    re.compile(r"\b[A-Za-z_]\w*(?:\.[A-Za-z_]\w*){2,}"),
    re.compile(r"\b(?:GET|POST|PUT|PATCH|DELETE)\ /"),
    re.compile(r"\b0x[0-9a-fA-F]{4,}|\b\d{1,3}(?:\.\d{1,3}){3}\b"),
)
_ENOUGH = 2  # signs: one of them a person writes too
_LONGEST = 400  # characters of a line that are looked at


def without_pasted(text: str) -> str:
    """The text without these lines."""
    if "\n" not in text:
        return "" if _is_a_machines(text) else text
    return "\n".join(line for line in text.split("\n") if not _is_a_machines(line))


def _is_a_machines(line: str) -> bool:
    line = line[:_LONGEST]
    return (
        _PLAINLY.match(line) is not None or sum(sign.search(line) is not None for sign in _SIGNS) >= _ENOUGH
    )
