"""Python functions that are written as syntax trees, so that no name in them can clash with an argument's."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

_HERE: dict[str, Any] = {"lineno": 1, "col_offset": 0}  # no tree has a place in a file, but each node has to say one


def _binary(operator: type[ast.operator]) -> Callable[[Code, Any], Code]:
    return lambda one, other: Code(ast.BinOp(one.tree, operator(), tree_of(other), **_HERE))


def _compared(operator: type[ast.cmpop]) -> Callable[[Code, Any], Code]:
    return lambda one, other: Code(ast.Compare(one.tree, [operator()], [tree_of(other)], **_HERE))


class Code:
    """A Python expression that is being written; operators, calls and comparisons of it write further ones."""

    __slots__ = ("tree",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, tree: ast.expr) -> None:
        self.tree = tree

    __add__ = _binary(ast.Add)
    __sub__ = _binary(ast.Sub)
    __mul__ = _binary(ast.Mult)
    __truediv__ = _binary(ast.Div)
    __mod__ = _binary(ast.Mod)
    __eq__ = _compared(ast.Eq)  # type: ignore[assignment]
    __ne__ = _compared(ast.NotEq)  # type: ignore[assignment]
    __lt__ = _compared(ast.Lt)
    __le__ = _compared(ast.LtE)
    __gt__ = _compared(ast.Gt)
    __ge__ = _compared(ast.GtE)
    is_ = _compared(ast.Is)

    def __neg__(self) -> Code:
        """Write a change of sign."""
        return Code(ast.UnaryOp(ast.USub(), self.tree, **_HERE))

    def __call__(self, *arguments: Any, **named: Any) -> Code:
        """Write a call."""
        keywords = [ast.keyword(name, tree_of(value), **_HERE) for name, value in named.items()]
        return Code(ast.Call(self.tree, list(map(tree_of, arguments)), keywords, **_HERE))

    def within(self, least: Any, most: Any) -> Code:
        """Write that it is from one number to another."""
        return Code(ast.Compare(tree_of(least), [ast.LtE(), ast.LtE()], [self.tree, tree_of(most)], **_HERE))

    def of(self, attribute: str) -> Code:
        """Write an attribute of it."""
        return Code(ast.Attribute(self.tree, attribute, ast.Load(), **_HERE))

    def at(self, place: Any) -> Code:
        """Write an entry of it."""
        return Code(ast.Subscript(self.tree, tree_of(place), ast.Load(), **_HERE))

    def otherwise(self, condition: Code, other: Any) -> Code:
        """Write it where a condition holds, else another."""
        return Code(ast.IfExp(condition.tree, self.tree, tree_of(other), **_HERE))


def literal(value: float | None) -> Code:
    """Return a number, or None, as code."""
    return Code(ast.Constant(value, **_HERE))


def tree_of(value: Any) -> ast.expr:
    """Return code's tree, or that of a number or another literal."""
    return value.tree if isinstance(value, Code) else literal(value).tree


def all_of(*conditions: Code) -> Code:
    """Write that all conditions hold."""
    return _joined(ast.And(), conditions)


def any_of(*conditions: Code) -> Code:
    """Write that any of two or more conditions holds."""
    return _joined(ast.Or(), conditions)


def not_(condition: Code) -> Code:
    """Write that a condition does not hold."""
    return Code(ast.UnaryOp(ast.Not(), condition.tree, **_HERE))


def _joined(operator: ast.boolop, conditions: tuple[Code, ...]) -> Code:
    trees = [condition.tree for condition in conditions]
    return Code(trees[0] if len(trees) == 1 else ast.BoolOp(operator, trees, **_HERE))


class Function:
    """A function that is being written, statement by statement.

    Parameters
    ----------
    name : str
        Its name, as tracebacks show it.
    taken : collection of str
        Names of parameters that callers know, which no other name may be.
    """

    def __init__(self, name: str, taken: Collection[str] = ()) -> None:
        self.name = name
        self._taken = taken
        self._count = 0
        self._globals: dict[str, Any] = {}
        self._statements: list[ast.stmt] = []
        self._arguments = ast.arguments(
            posonlyargs=[], args=[], vararg=None, kwonlyargs=[], kw_defaults=[], kwarg=None, defaults=[]
        )

    def _fresh(self) -> str:
        name = f"x{self._count}"
        self._count += 1
        return self._fresh() if name in self._taken else name

    def constant(self, value: Any) -> Code:
        """Return the name under which the function finds an object."""
        for name, known in self._globals.items():
            if known is value:
                return _named(name)
        name = self._fresh()
        self._globals[name] = value
        return _named(name)

    def parameter(self) -> Code:
        """Add a parameter that is given by position."""
        name = self._fresh()
        self._arguments.args.append(ast.arg(name, **_HERE))
        return _named(name)

    def keywords(self, names: Collection[str], default: Code) -> Mapping[str, Code]:
        """Add keyword parameters that callers may leave out."""
        self._arguments.kwonlyargs += [ast.arg(name, **_HERE) for name in names]
        self._arguments.kw_defaults += [default.tree for _ in names]
        return {name: _named(name) for name in names}

    def others(self) -> tuple[Code, Code]:
        """Take whatever else is given, by position and by name."""
        positional, named = self._fresh(), self._fresh()
        self._arguments.vararg, self._arguments.kwarg = ast.arg(positional, **_HERE), ast.arg(named, **_HERE)
        return _named(positional), _named(named)

    def let(self, value: Code, variable: Code | None = None) -> Code:
        """Give a variable a value: a new one, or one that is there."""
        variable = variable or _named(self._fresh())
        assert isinstance(variable.tree, ast.Name)  # noqa: S101 (nothing else is a variable)
        self._statements.append(ast.Assign([ast.Name(variable.tree.id, ast.Store(), **_HERE)], value.tree, **_HERE))
        return variable

    def unpack(self, value: Code, size: int) -> list[Code]:
        """Give new variables the entries of a sequence."""
        names = [self._fresh() for _ in range(size)]
        targets: list[ast.expr] = [ast.Name(name, ast.Store(), **_HERE) for name in names]
        self._statements.append(ast.Assign([ast.Tuple(targets, ast.Store(), **_HERE)], value.tree, **_HERE))
        return list(map(_named, names))

    def put(self, owner: Code, attribute: str, value: Code) -> None:
        """Set an attribute."""
        self._statements.append(
            ast.Assign([ast.Attribute(owner.tree, attribute, ast.Store(), **_HERE)], value.tree, **_HERE)
        )

    def do(self, value: Code) -> None:
        """Compute something for its effect."""
        self._statements.append(ast.Expr(value.tree, **_HERE))

    def give(self, value: Any) -> None:
        """Return a value."""
        self._statements.append(ast.Return(tree_of(value), **_HERE))

    @contextmanager
    def when(self, condition: Code) -> Iterator[None]:
        """Write what follows only where a condition holds."""
        with self._inner() as inner:
            yield
        self._statements.append(ast.If(condition.tree, inner, [], **_HERE))

    @contextmanager
    def unless_it_fails(self, otherwise: Code) -> Iterator[None]:
        """Write what follows so that something else is returned if there is an error in it."""
        with self._inner() as inner:
            yield
        handler = ast.ExceptHandler(self.constant(Exception).tree, None, [ast.Return(otherwise.tree, **_HERE)], **_HERE)
        self._statements.append(ast.Try(inner, [handler], [], [], **_HERE))

    @contextmanager
    def _inner(self) -> Iterator[list[ast.stmt]]:
        outer, inner = self._statements, []  # type: list[ast.stmt], list[ast.stmt]
        self._statements = inner
        yield inner
        self._statements = outer

    def compiled(self) -> Callable[..., Any]:
        """Return the function."""
        module = ast.parse("def _(): ...")  # for the fields that a version of Python has besides
        [definition] = module.body
        assert isinstance(definition, ast.FunctionDef)  # noqa: S101 (it is one)
        definition.name, definition.args, definition.body = self.name, self._arguments, self._statements
        scope = dict(self._globals)
        exec(compile(module, f"<greencalc {self.name}>", "exec"), scope)  # noqa: S102 (written from a declaration alone)
        found: Callable[..., Any] = scope[self.name]
        return found


def _named(name: str) -> Code:
    return Code(ast.Name(name, ast.Load(), **_HERE))
