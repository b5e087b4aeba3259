"""Ways through a page's tree, each node passed once however many ways lead through it."""

from collections.abc import Callable, Iterable, Mapping

from selectolax.lexbor import LexborNode

Nodes = dict[int, LexborNode]
"""Nodes by their `mem_id`."""

Step = Callable[[LexborNode], LexborNode | None]


def by_id(nodes: Iterable[LexborNode]) -> Nodes:
    """The nodes by their ids, each once."""
    return {node.mem_id: node for node in nodes}


def parent(node: LexborNode) -> LexborNode | None:
    """One step up."""
    return node.parent


def element_before(node: LexborNode) -> LexborNode | None:
    """One step to the sibling element before."""
    before = node.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    return before


class Way:
    """Tells which goal is met first on the way from a node, step by step."""

    def __init__(self, step: Step, goals: Mapping[int, LexborNode]) -> None:
        self._step = step
        self._met: dict[int, LexborNode | None] = dict(goals)

    def goal_of(self, node: LexborNode) -> LexborNode | None:
        """The first goal, the node itself not counted; None if there is none."""
        passed, at = [], self._step(node)
        while at is not None and at.mem_id not in self._met:
            passed.append(at.mem_id)
            at = self._step(at)
        goal = None if at is None else self._met[at.mem_id]
        self._met.update(dict.fromkeys(passed, goal))
        return goal
