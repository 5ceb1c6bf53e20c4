"""The command that prints what a shell needs to complete `kg` on the Tab key."""

from typing import Annotated

import typer

from kg.cli.asked import asked
from kg.cli.output import put
from kg.errors import UsageError, near_misses, quoted

_SHELLS = ("bash", "zsh", "fish")


def completion(
    context: typer.Context, shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh or fish.")]
) -> None:
    r"""Print the completion script of a shell.

    \b
    Examples:
      kg completion bash >> ~/.bashrc
      kg completion zsh > ~/.zfunc/_kg
      kg completion fish > ~/.config/fish/completions/kg.fish
    """
    from typer._completion_shared import get_completion_script  # noqa: PLC0415 (it has no public name)

    if shell not in _SHELLS:
        hint = near_misses(shell, _SHELLS) or "There are bash, zsh and fish."
        raise UsageError(f"there is no completion for {quoted(shell)}", next_step=hint)
    put(asked(context), get_completion_script(prog_name="kg", complete_var="_KG_COMPLETE", shell=shell) + "\n")
