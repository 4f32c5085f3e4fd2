"""XML: what is written is what the standard library reads, what is read has one error, and nothing is looked up."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from contextlib import suppress
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings, strategies as st
from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import BadInput, InvalidField, OutcomeUnknown
from tollbridge.domain.secret import Secret
from tollbridge.kit import masking, xml

CARRIED = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") |
                  st.sampled_from("\t\n\r&<>\"'"), max_size=8)
NAME = st.from_regex(r"[a-z_][a-zA-Z0-9_.-]{0,5}", fullmatch=True)
LEAF = CARRIED | st.integers() | st.booleans() | st.builds(Secret, CARRIED) | st.sampled_from(Environment)
CONTENT = st.recursive(
    st.none() | LEAF,
    lambda inner: st.dictionaries(NAME, inner | st.lists(inner.filter(lambda v: not isinstance(v, list)), max_size=3),
                                  max_size=3),
    max_leaves=8).filter(lambda value: value is not None)


def plain(value: Any) -> str:
    text = value.reveal() if isinstance(value, Secret) else value
    return str(text).lower() if isinstance(text, bool) else str(text)


def element(name: str, content: Any) -> ET.Element:
    """The definition, in the simplest words."""
    made = ET.Element(name)
    if not isinstance(content, dict):
        made.text = plain(content)
        return made
    for member, value in content.items():
        for item in value if isinstance(value, list) else [value]:
            if item is not None:
                made.append(element(member, item))
    return made


reference = ET.fromstring


def same(one: ET.Element, other: ET.Element) -> bool:
    return (one.tag == other.tag and (one.text or "") == (other.text or "") and one.attrib == other.attrib
            and len(one) == len(other) and all(map(same, one, other)))


@given(NAME, CONTENT)
def test_a_document_is_read_by_the_standard_library_as_it_was_given(name: str, content: Any) -> None:
    assert same(reference(xml.encode({name: content})), element(name, content))
    assert same(xml.parse(xml.encode({name: content})), element(name, content))


@given(CARRIED)
def test_an_attribute_comes_back_to_the_last_character(value: str) -> None:
    assert reference(xml.encode({"a": {"@b": value, "#text": value}})).attrib == {"b": value}


@pytest.mark.parametrize("odd", ["a\nb", "&", "<", ">", '"', "\r", "\x7f", "Žofie", "東京", "\U0001f3ee"])
def test_one_odd_text_is_written_as_it_should_be_and_the_others_as_ever(odd: str) -> None:
    document = {"a": {"@b": "1", "#text": "t", "c": ["x", None, "y"], "d": {"@e": Secret("s"), "f": 1}}}
    usual = xml.encode(document)
    told = xml.encode({"a": {**document["a"], "g": odd, "h": {"@i": odd}}})
    assert told.startswith(usual.removesuffix(b"</a>"))
    assert [(each.tag, each.text, each.attrib) for each in reference(told)][-2:] == [
        ("g", odd, {}), ("h", None, {"i": odd})]


@given(NAME, CONTENT)
def test_a_masked_document_has_the_same_elements_and_no_secret(name: str, content: Any) -> None:
    def hidden(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: hidden(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [hidden(inner) for inner in value]
        return "***" if isinstance(value, Secret) else value

    assert xml.encode({name: content}, masked=True) == xml.encode({name: hidden(content)})


def test_a_request_says_what_it_is_and_is_shown_without_its_secrets() -> None:
    request = xml.post_xml("/vap", {"pay": {"@id": Secret("s-1"), "@v": "1", "card": {"number": Secret("4111")},
                                            "note": None, "item": [1, None, 2], "amount": Decimal("1E+1")}})
    declaration = b'<?xml version="1.0" encoding="UTF-8"?>'
    assert request.headers == {"content-type": "application/xml"}
    assert request.body == declaration + (
        b'<pay id="s-1" v="1"><card><number>4111</number></card><item>1</item><item>2</item>'
        b"<amount>10</amount></pay>")
    shown = masking.shown_body(request)
    assert shown == declaration.decode() + (
        '<pay id="***" v="1"><card><number>***</number></card><item>1</item><item>2</item><amount>10</amount></pay>')


def test_prefixes_and_namespaces_are_written_as_they_stand() -> None:
    written = xml.encode({"s:E": {"@xmlns:s": "urn:s", "@xmlns": "urn:d", "b": {"@s:kind": "k", "#text": "t"}}})
    root = xml.parse(written)
    assert (root.tag, root[0].tag, root[0].attrib) == ("{urn:s}E", "{urn:d}b", {"{urn:s}kind": "k"})


@pytest.mark.parametrize("value", ["\0", "a\x1fb", "\ufffe", "\ud800", Secret("\x01")])
def test_what_xml_cannot_carry_is_refused_before_sending(value: Any) -> None:
    for content in (value, {"@a": value}):
        with pytest.raises(BadInput) as caught:
            xml.encode({"name": content})
        assert "\x01" not in str(caught.value)


@pytest.mark.parametrize("name", ["a b", "a><b", "1a", "a:b:c", "ä", "", "a" * 129])
def test_a_name_that_would_be_markup_is_refused(name: str) -> None:
    with pytest.raises((BadInput, IndexError)):
        xml.encode({"root": {name: "x"}})


@pytest.mark.parametrize("value", [1.5, b"bytes", object(), Decimal("NaN")])
def test_what_has_no_text_of_its_own_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        xml.encode({"name": value})


class Item(Struct, rename={"id": "@id", "text": "#text"}):
    text: str
    id: str | None = None


class Order(Struct, tag="order", tag_field="#name", rename={"version": "@version"}):
    amount: Decimal
    version: str = ""
    item: list[Item] = []
    paid: bool | None = None
    count: int | None = None
    note: str | None = None
    within: Order | None = None
    others: dict[str, str] = {}


class Fault(Struct, tag="fault", tag_field="#name"):
    code: int


def test_attributes_texts_lists_and_numbers_are_read_into_a_struct() -> None:
    body = (b'<?xml version="1.0"?><!-- c --><o:order xmlns:o="urn:o" version="2"><o:amount> 10.10 </o:amount>'
            b'<item id="1">a &amp; b</item><unknown><x/></unknown><item>c</item><paid>true</paid><count/><note></note>'
            b"<within><amount>1</amount></within><others><b>2</b><a>1</a></others></o:order>")
    assert xml.decode(body, Order) == Order(
        Decimal("10.10"), "2", [Item("a & b", "1"), Item("c")], True, None, "", Order(Decimal(1)),
        {"a": "1", "b": "2"})


def test_of_a_union_the_element_that_comes_is_read() -> None:
    either: Any = Order | Fault
    assert xml.decode(b"<order><amount>1</amount></order>", either) == Order(Decimal(1))
    assert xml.decode(b"<fault><code>7</code></fault>", either) == Fault(7)
    with pytest.raises(ValueError, match="another element"):
        xml.decode(b"<other/>", either)


@pytest.mark.parametrize("nil", ['nil="true"', 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="1"'])
def test_what_is_nil_is_none(nil: str) -> None:
    assert xml.decode(f"<order><amount>1</amount><note {nil}/></order>".encode(), Order).note is None
    assert xml.decode(b'<order><amount>1</amount><note nil="false">n</note></order>', Order).note == "n"


AMBIGUOUS = [b"<order><amount>1</amount><amount>2</amount></order>",
             b"<order><amount>1<b/>2</amount></order>", b"<order><amount>1</amount><item>a<b/></item></order>",
             b"<order/>", b"<order><amount/></order>", b"<order><amount>canary</amount></order>",
             b"<canary><amount>1</amount></canary>", b"<order><amount>1</amount><count>canary</count></order>"]


@pytest.mark.parametrize("body", AMBIGUOUS)
def test_what_is_not_of_the_shape_is_unreadable_and_not_repeated(body: bytes) -> None:
    with pytest.raises(OutcomeUnknown) as caught:
        xml.read_xml(kit.HttpResponse(502, body), Order)
    assert "canary" not in str(caught.value)
    assert (caught.value.http_status, caught.value.__cause__, caught.value.__context__) == (502, None, None)


def test_the_error_of_a_webhook_names_the_contracts_field() -> None:
    with pytest.raises(InvalidField) as caught:
        xml.read_xml(kit.WebhookRequest("POST", "/", "", (), b"wrapped"), Order, b"<order/>")
    assert caught.value.paths == ("request_details.body",)


LAUGHS = ("".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)))
HOSTILE = [
    '<!DOCTYPE order><order><amount>1</amount></order>',
    f'<!DOCTYPE order [<!ENTITY l0 "ha">{LAUGHS}]><order><amount>&l9;</amount></order>',
    '<!DOCTYPE order [<!ENTITY e SYSTEM "file:///etc/passwd">]><order><amount>1</amount><note>&e;</note></order>',
    '<!DOCTYPE order [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]><order><amount>1</amount></order>',
    '<?xml version="1.0"?> <!-- c --> <?p i?>\n<!DOCTYPE order SYSTEM "x"><order><amount>1</amount></order>',
    "<order><amount>1</amount><note>&undeclared;</note></order>",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp037"])
def test_no_document_type_and_no_entity_is_read_in_any_encoding(text: str, encoding: str) -> None:
    declared = text if text.startswith("<?xml") else f'<?xml version="1.0" encoding="{encoding}"?>{text}'
    for body in (text.encode(encoding), declared.encode(encoding), declared.encode()):
        with pytest.raises(ValueError, match="XML"):
            xml.decode(body, Order)


def test_an_encoding_that_hides_markup_from_a_look_at_the_bytes_is_not_read() -> None:
    hidden = b'<?xml version="1.0" encoding="cp037"?>' + "<!DOCTYPE order><order/>".encode("cp037")
    for encoding in (b"cp037", b"utf-7", b"UTF-16", b"utf_8_sig", b"\xff"):
        with pytest.raises(ValueError, match="XML"):
            xml.parse(hidden.replace(b"cp037", encoding))


def test_latin_letters_and_a_byte_order_mark_are_read() -> None:
    text = "<order><amount>1</amount><note>é</note></order>"
    declared = f'<?xml version="1.0" encoding="ISO-8859-1"?>{text}'
    for body in (text.encode(), text.encode("utf-8-sig"), declared.encode("latin-1")):
        assert xml.decode(body, Order).note == "é"


MARKUP = ["<order>", "</order>", "<amount>", "</amount>", "1", "<item id='1'>", "</item>", "&lt;", "<within>",
          "</within>", "<!DOCTYPE a>", "<!--", "-->", "<?x ?>", "]]>", "nil='true'"]


@settings(max_examples=300)
@given(st.binary() | CARRIED.map(str.encode)
       | st.lists(st.sampled_from(MARKUP), max_size=12).map(lambda parts: "".join(parts).encode()))
def test_any_bytes_are_the_shape_or_one_error(body: bytes) -> None:
    for answer, error in ((kit.HttpResponse(200, body), OutcomeUnknown),
                          (kit.WebhookRequest("POST", "/", "", (), body), InvalidField)):
        with suppress(error):
            assert isinstance(xml.read_xml(answer, Order), Order)


@given(st.builds(Order, st.decimals(allow_nan=False, allow_infinity=False, places=3), CARRIED.map(str.strip),
                 st.lists(st.builds(Item, CARRIED.map(str.strip), st.none() | CARRIED.map(str.strip))),
                 st.none() | st.booleans(), st.none() | st.integers(), st.none() | CARRIED.map(str.strip),
                 st.none() | st.builds(Order, st.decimals(allow_nan=False, allow_infinity=False, places=2))))
def test_a_struct_is_read_as_it_was_written(order: Order) -> None:
    def content(value: Order) -> dict[str, Any]:
        found = {**msgspec.structs.asdict(value), "within": content(value.within) if value.within else None,
                 "item": [{"@id": item.id, "#text": item.text} for item in value.item]}
        return {"@version": found.pop("version"), **found}

    assert xml.decode(xml.encode({"order": content(order)}), Order) == order


@pytest.mark.parametrize("body", [b"<order>" * 100_000, b"<within>" * 100_000 + b"</within>" * 100_000,
                                  b"<order>" + b"<within>" * 100_000 + b"</within>" * 100_000 + b"</order>",
                                  b"<?" * 200_000, b"<!--" * 200_000, b"<?a?>" * 100_000, b" " * 1_000_000])
def test_depth_and_length_end_in_the_same_error(body: bytes) -> None:
    with pytest.raises(OutcomeUnknown):
        xml.read_xml(kit.HttpResponse(200, body), Order)


def test_names_that_a_sender_makes_up_do_not_stay_for_ever() -> None:
    body = "".join(f"<x{n}/>" for n in range(3 * xml._MOST_TAGS))
    assert xml.decode(f"<order>{body}<amount>1</amount></order>".encode(), Order).amount == 1
    assert len(xml._STRUCTS[Order].by_tag) <= xml._MOST_TAGS
    assert xml.decode(b"<o:order xmlns:o='urn:new'><o:amount>1</o:amount></o:order>", Order).amount == 1
