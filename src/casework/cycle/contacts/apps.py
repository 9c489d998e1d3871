from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "casework.cycle.contacts"
    label = "contacts"
