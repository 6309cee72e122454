"""The rules of W1, once: 100 leaves of five kinds in turn, in 40 criteria and 8 fields. Made by hand from what
`benches/src/w1.rs` says of the workload, for those that do not read its criteria set."""

KINDS = ("yes_no", "bands", "proportional", "deduction", "survey")
MAXIMA = (50, 75, 100, 125, 150)
GRADES = "abcde"
CLASSES = (("A", 90), ("B", 80), ("C", 65), ("D", 50), ("E", None))

# Two leaves and three in turn.
CRITERION = [criterion for criterion in range(40) for _ in range(2 + criterion % 2)]
LEAVES = [f"L{at + 1:03}" for at in range(100)]
FIRST_FIELD = sum(criterion < 5 for criterion in CRITERION)
# In hundredths.
LEAF_MAXIMA = [MAXIMA[at // 5 % 5] for at in range(100)]
POINTS = [f"{most // 100}.{most % 100:02}" for most in LEAF_MAXIMA]


def kind(at):
    return KINDS[at % 5]


def facts(at):
    """The facts that a leaf reads."""
    letters = {"bands": "nd", "proportional": "nd", "survey": GRADES}.get(kind(at), "")
    return [LEAVES[at] + letter for letter in letters]
