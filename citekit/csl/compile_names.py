"""Specialisation of `cs:names`: options inherited, variables chosen, substitutes found."""

from typing import TYPE_CHECKING, NamedTuple

from citekit.csl import tree
from citekit.csl.code import Out, Part, Render, State, as_function, dress, join
from citekit.csl.items import Item
from citekit.csl.names import Joints, NameFormat, NameList, space_before_et_al, spaced_conjunction
from citekit.csl.richtext import parse_field

if TYPE_CHECKING:
    from citekit.csl.compile import Specialiser

_SHARED = (
    "and", "delimiter-precedes-et-al", "delimiter-precedes-last", "et-al-min",
    "et-al-use-first", "et-al-use-last", "et-al-subsequent-min", "et-al-subsequent-use-first",
    "initialize", "initialize-with", "name-as-sort-order", "sort-separator",
)  # fmt: skip
_RENAMED = {"name-form": "form", "name-delimiter": "delimiter", "names-delimiter": "between"}


class Nameset(NamedTuple):
    """A list of names as one place of a cite prints it."""

    place: int
    variable: str
    style: NameList


def names_out(sp: "Specialiser", node: tree.Names, parent: tree.Names | None = None) -> Out:
    """Specialise `cs:names`; `parent` is the one it stands in for, inside `cs:substitute`."""
    if parent is not None and not (node.name or node.et_al or node.label or node.substitute):
        node = node._replace(
            name=parent.name, et_al=parent.et_al, label=parent.label,
            label_first=parent.label_first, options={**parent.options, **node.options},
            format=tree.Format._make(
                own or inherited
                for own, inherited in zip(node.format, parent.format, strict=True)
            ),
        )  # fmt: skip
    is_head = not sp.head_done
    if is_head:
        sp.head_done = True
        if "names" in sp.situation.omit.split():
            # The names are there, only not said: what a group says with them stays.
            return Out(called=True, filled=any(v in sp.signature.present for v in node.variables))
    out = _listed(sp, node, is_head)
    if out.parts:
        out.parts = dress(out.parts, node.format)
        return out
    return _substitute(sp, node, is_head)


def _substitute(sp: "Specialiser", node: tree.Names, is_head: bool) -> Out:
    out = Out(called=True)
    for child in sp._chosen(node.substitute):
        outer, sp.substituting = sp.substituting, True
        before, printed = sp.substituted, sp.printed
        if isinstance(child, tree.Names):
            if is_head:
                sp.head_done = False
            found = names_out(sp, child, node)
        else:
            found = sp.node(child)
        sp.substituting = outer
        if found.parts:
            found.called = found.filled = True
            if is_head and not isinstance(child, tree.Names):
                found.parts = [_head_part(sp, join(found.parts), None, "")]
                sp.first_names = join(found.parts)
            return found
        sp.substituted, sp.printed = before, printed
    sp.head_done = True if is_head else sp.head_done
    return out


def _listed(sp: "Specialiser", node: tree.Names, is_head: bool) -> Out:
    """Print the variables of `node` that have names, with their labels."""
    present, options = sp.signature.present, _options(sp, node)
    variables = [v for v in node.variables if v in present and v not in sp.substituted]
    combined = (
        "editor" in variables and "translator" in variables and "editor-translator" in present
        and (node.label is None or sp.locale.entry("editortranslator") is not None
             or sp.locale.entry("editor-translator") is not None)
    )  # fmt: skip
    if combined:
        variables = [v for v in variables if v != "translator"]
    out = Out(called=True)
    style = _name_list(sp, node, options)
    form = options.get("form", "long")
    for variable in variables:
        sp.substituted_check(variable)
        if combined and variable == "editor":
            sp.substituted_check("translator")
        part = _one_variable(sp, node, style, variable, form, is_head and not out.parts,
                             combined and variable == "editor")  # fmt: skip
        if out.parts:
            out.parts.append(options.get("between", ""))
        out.parts += part
        out.filled = True
    if form == "count" and len(variables) > 1:
        out.parts = [_sum(tuple(variables), style)]
    return out


def _one_variable(
    sp: "Specialiser", node: tree.Names, style: NameList, variable: str, form: str, head: bool,
    combined: bool,
) -> list[Part]:  # fmt: skip
    if form == "count":
        shown = style.shown
        return [lambda item, state: str(shown(len(item.names[variable])))]
    index = len(sp.namesets)
    sp.namesets.append(Nameset(index, variable, style))
    parts: list[Part] = [_names_function(variable, style, index)]
    if head:
        sp.head_variable, sp.head_own = variable, not sp.substituting
        sp.first_names = join(parts)
        parts = [_head_part(sp, sp.first_names, style, variable)]
    if node.label is not None and not sp.sorting:
        label = _label(sp, node.label, variable, combined)
        parts = [*label, *parts] if node.label_first else [*parts, *label]
    return parts


def _head_part(sp: "Specialiser", part: Part, style: NameList | None, variable: str) -> Part:
    """Make the names at the head replaceable, when the bibliography may replace them."""
    if not sp.situation.substitute:
        return part
    function = as_function(part)

    def head(item: Item, state: State) -> str:
        rule, count = state.instead_rule
        if not rule:
            return function(item, state)
        if rule == "all" or style is None:
            return state.instead
        names = item.names[variable]
        texts = style.texts(names)
        replaced = min(count, len(texts))
        return style.join(names, [state.instead] * replaced + texts[replaced:])

    return head


def _names_function(variable: str, style: NameList, index: int) -> Render:
    render = style.render
    nothing: tuple[int, tuple[int, ...]] = (0, ())

    def names(item: Item, state: State) -> str:
        if state.expand:
            extra, levels = state.expand.get(index, nothing)
            return render(item.names[variable], extra, levels)
        return render(item.names[variable])

    return names


def _sum(variables: tuple[str, ...], style: NameList) -> Render:
    return lambda item, state: str(sum(style.shown(len(item.names[v])) for v in variables))


def _label(sp: "Specialiser", node: tree.Label, variable: str, combined: bool) -> list[Part]:
    name = variable
    if combined:
        name = "editortranslator" if sp.locale.entry("editortranslator") else "editor-translator"
    elif variable == "editor-translator" and sp.locale.entry(variable) is None:
        name = "editortranslator"
    single = sp.locale.term(name, node.form, False)
    multiple = sp.locale.term(name, node.form, True)
    if not single and not multiple:
        return []
    one = join(sp._dress([parse_field(single)], node.format))
    many = join(sp._dress([parse_field(multiple)], node.format))
    if node.plural == "always":
        return [many]
    if node.plural == "never" or one == many:
        return [one]
    of_one, of_many = as_function(one), as_function(many)

    def label(item: Item, state: State) -> str:
        return (of_many if len(item.names[variable]) > 1 else of_one)(item, state)

    return [label]


# --- options ----------------------------------------------------------------------------------


def _options(sp: "Specialiser", node: tree.Names) -> tree.Attributes:
    """Return the options that hold for a `cs:names`, nearest first."""
    out: tree.Attributes = {}
    layout = sp.layout.options
    for source in (sp.style.options, layout):
        for name in _SHARED:
            if name in source:
                out[name] = source[name]
        for name, own in _RENAMED.items():
            if name in source:
                out[own] = source[name]
    if "delimiter" in node.options:
        out["between"] = node.options["delimiter"]
    if node.name is not None:
        for name in (*_SHARED, "form", "delimiter"):
            if name in node.name.options:
                out[name] = node.name.options[name]
    return out


def _number(options: tree.Attributes, name: str, default: int) -> int:
    try:
        return int(options[name])
    except (KeyError, ValueError):
        return default


def _name_list(sp: "Specialiser", node: tree.Names, options: tree.Attributes) -> NameList:
    situation = sp.situation
    subsequent = "subsequent" in situation.position and sp.layout is sp.style.citation
    key = (id(node.name), id(node.et_al), tuple(sorted(options.items())), subsequent,
           sp.sorting, situation.sort, sp.locale.tag)  # fmt: skip
    known = sp.compiled.name_lists
    if key not in known:
        # The nodes are kept alive with the entry, so that their ids stay theirs.
        made = _make_name_list(sp, node, dict(options), subsequent)
        known[key] = (made, node.name, node.et_al)
    found: NameList = known[key][0]
    return found


def _make_name_list(
    sp: "Specialiser", node: tree.Names, options: tree.Attributes, subsequent: bool
) -> NameList:
    if subsequent:
        for limit in ("min", "use-first"):
            if f"et-al-subsequent-{limit}" in options:
                options[f"et-al-{limit}"] = options[f"et-al-subsequent-{limit}"]
    name = node.name
    style = sp.style.options
    formats = {p.name: p.format for p in name.parts} if name is not None else {}
    plain = tree.PLAIN
    demote = style.get("demote-non-dropping-particle", "display-and-sort")
    sort_order = options.get("name-as-sort-order", "")
    form = options.get("form", "long")
    if sp.sorting:
        sort = dict(situation_sort(sp))
        options.update({k: v for k, v in sort.items() if v})
        demote = "never" if demote == "never" else "display-and-sort"
        sort_order = "all"
        formats = {}
    name_format = NameFormat(
        form=form,
        initialize=options.get("initialize") != "false",
        initialize_with=options.get("initialize-with"),
        hyphenate=style.get("initialize-with-hyphen") != "false",
        # Two spaces sort before the one of a double name: "Walson, M" before "Walson-Bauer, C".
        sort_separator="  " if sp.sorting else options.get("sort-separator", ", "),
        demote=demote,
        family=formats.get("family", plain),
        given=formats.get("given", plain),
        whole=name.format if name is not None and not sp.sorting else plain,
        sorting=sp.sorting,
    )
    and_kind = options.get("and", "")
    and_word = ""
    if and_kind == "text":
        and_word = sp.locale.term("and")
    elif and_kind == "symbol":
        and_word = sp.locale.ampersand
    et_al_node = node.et_al or tree.EtAl("et-al", plain)
    et_al_term = "" if sp.sorting else sp.locale.term(et_al_node.term)
    plain_case = et_al_node.format._replace(text_case="")  # CSL gives "et al." no case
    et_al = join(dress([parse_field(et_al_term)], plain_case)) if et_al_term else ""
    joints = Joints(
        delimiter=options.get("delimiter", ", "),
        and_spaced="" if sp.sorting else spaced_conjunction(and_word),
        precedes_last=options.get("delimiter-precedes-last", "contextual"),
        precedes_et_al=options.get("delimiter-precedes-et-al", "contextual"),
        et_al_min=_number(options, "et-al-min", 0) if "et-al-use-first" in options else 0,
        et_al_use_first=_number(options, "et-al-use-first", 1),
        use_last=options.get("et-al-use-last") == "true",
        sort_order=sort_order,
        et_al=str(et_al),
        et_al_space=space_before_et_al(et_al_term),
    )
    return NameList(name_format, joints)


def situation_sort(sp: "Specialiser") -> list[tuple[str, str]]:
    """Return the sort key's own name options, under the names `cs:name` has for them."""
    renamed = {
        "names-min": "et-al-min", "names-use-first": "et-al-use-first",
        "names-use-last": "et-al-use-last",
    }  # fmt: skip
    return [(renamed[k], v) for k, v in sp.situation.sort if k in renamed]
