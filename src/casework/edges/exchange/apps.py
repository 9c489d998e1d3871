from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "casework.edges.exchange"
    label = "exchange"
