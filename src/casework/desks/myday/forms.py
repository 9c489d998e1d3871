from django import forms
from django.utils.translation import gettext_lazy as _

from casework.base.ui.forms import DayField


class LaterForm(forms.Form):
    """Not today, because…"""

    why = forms.CharField(
        label=_("Not today, because"),
        max_length=200,
        error_messages={"required": _("Say in a few words why it can wait.")},
    )
    until = DayField(label=_("Show it again on"))
