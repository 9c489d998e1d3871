"""The words that invented people are made of. Nobody here lives; numbers are kept for fiction."""

from __future__ import annotations

from random import Random

GIVEN = (
    "Amina Bela Carlos Dina Emil Farah Goran Hana Ivo Jana Kofi Lena Mario Nadia Omar Petra Quinn "
    "Rosa Samir Tara Uma Viktor Wanda Xenia Yusuf Zora Andrei Bianca Cyril Delia Edgar Fiona "
    "Gustav Helga Ismail Joan Karim Livia Marek Noor Olga Pavel Rita Stefan Teresa Ursula Vera "
    "Walid Yara Zeno Maya Jordan Grace Tomás Zoë Chloé José Siân Łucja Anaïs Devon Tyrone Keisha "
    "Latoya Brandon Ashley Priya Arjun Mei Wei Linh Minh Aiko Kenji Sofía Diego Ingrid Lars"
).split()
_FIRST = (
    "Ab Bar Car Dor El Fer Gal Har Is Jor Kal Lam Mor Nov Or Per Rad Sal Tor Var Wes Yal Zan Mik "
    "Bren Cors Del Hald Lin Pem"
).split()
_MIDDLE = "a e i o u an el or".split()
_LAST = (
    "nder stova llic rtsen mpman ckez nian sski roglu vford bwell dano sner rini nak lley mont "
    "beck ström vić ndez kin mann grave worth"
).split()
STREETS = "Mill River Oak Cedar Station Church Garden Hill Lake Market Park School Spring".split()
CITIES = (("Riverside", "20011"), ("Milltown", "20017"), ("Eastfield", "20019"))
LANGUAGES = ("en", "en", "en", "en", "en", "es", "fr", "vi")
_BEGAN = (
    "Visited at home as agreed.",
    "Met at the community centre.",
    "Spoke by phone; the line was good.",
    "Walked together to the pharmacy and back.",
    "Sat in the kitchen with a cup of tea.",
)
_MOOD = (
    "Sleeping better than last week and eating regularly.",
    "Slept badly for three nights; says the neighbour is loud.",
    "Mood described as flat, but talked readily about the choir.",
    "Was worried about the letter from the housing office; we read it together.",
    "Looked well, was glad about a call from a sister.",
)
_DONE = (
    "Filled in the benefit form and put a copy into the folder.",
    "Rang the clinic together and moved the appointment to Thursday.",
    "Went through the week ahead and wrote the three fixed points on the calendar.",
    "Talked about what helps when the evenings are long.",
    "Practised the bus route to the workshop.",
)
_AHEAD = (
    "Medication taken as agreed. Next visit as planned.",
    "Will try the morning group once before deciding.",
    "I will ring the landlord about the heating by Friday.",
    "Wants to meet in the park next time.",
    "No change to the plan; both content with how it goes.",
)
MATTERS = (
    "The dog, and being outside every day.",
    "Getting back to work in a kitchen.",
    "Seeing the children every second weekend.",
    "A quiet flat of my own.",
    "",
)


def family(chance: Random) -> str:
    """One of about six thousand family names."""
    return chance.choice(_FIRST) + chance.choice(_MIDDLE) + chance.choice(_LAST)


def note(chance: Random) -> str:
    """What somebody could have written after a visit: 200 to 400 characters."""
    parts = [chance.choice(_BEGAN), chance.choice(_MOOD), chance.choice(_DONE)]
    if chance.random() < 0.4:
        parts.append(chance.choice(_MOOD))
    parts.append(chance.choice(_AHEAD))
    return " ".join(parts)


def phone(chance: Random) -> tuple[str, str]:
    """A number of the range kept for fiction, as it is written and as it is dialled."""
    area, last = chance.choice(("202", "301", "703", "410")), chance.randrange(100, 200)
    return f"({area}) 555-0{last}", f"+1{area}5550{last}"
