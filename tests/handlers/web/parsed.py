"""What a browser would make of our HTML: elements with their attributes and texts."""

from html.parser import HTMLParser

_VOID = {"input", "meta", "link", "br", "hr", "img"}


class Element:
    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes, self.texts = tag, attributes, []

    @property
    def text(self) -> str:
        return "".join(self.texts)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag):
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data):
        for element in self._open:
            element.texts.append(data)


def elements(html: str, tag: str = "") -> list[Element]:
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return [element for element in parser.elements if not tag or element.tag == tag]
