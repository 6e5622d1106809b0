"""GitHub's pages that the handbook leads to."""

from urllib.parse import quote

from partnerbook.core.program import Forge
from partnerbook.site.forge_pages import NO_FORGE, ForgePages


def forge_pages(forge: Forge | None) -> ForgePages:
    """The pages of a repository. The form for a new file takes a name and a text, though GitHub says so nowhere."""
    if forge is None or not forge.address.startswith(("https://", "http://")):
        return NO_FORGE
    address, branch = forge.address.rstrip("/"), quote(forge.branch)
    return ForgePages(
        line=f"{address}/blob/{branch}/{{path}}#L{{line}}",
        new_file=f"{address}/new/{branch}?filename={{path}}&value={{text}}",
        commit=f"{address}/commit/{{commit}}",
    )
