from collections.abc import Iterable
from pathlib import Path

from django.core.management.commands import makemessages

from casework.base.core.slots import filled


class Command(makemessages.Command):
    help = "Collects what translators translate: from code and templates, and from content files."

    def process_files(self, file_list: list[makemessages.TranslatableFile]) -> None:
        super().process_files(file_list)
        found = {words for read in filled("content_words") for words in read()}
        for folder in self.locale_paths:
            pot = Path(folder) / f"{self.domain}.pot"
            if pot.exists():
                with open(pot, "a", encoding="utf-8") as kept:
                    kept.write(entries(sorted(found)))


def entries(texts: Iterable[str]) -> str:
    """Texts of content files as a catalogue has them."""
    kept = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return "".join(f'\n#. From a content file\nmsgid "{text}"\nmsgstr ""\n' for text in kept)
