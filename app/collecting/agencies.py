"""Agencies: which origins are news agencies, whose wires others reprint."""

from types import MappingProxyType

AGENCIES = MappingProxyType(
    {
        origin: name
        for name, origins in {
            "Agence France-Presse": "afp agence-france-presse",
            "Anadolu": "anadolu anadolu-agency anadolu-ajansi aa",
            "ANSA": "ansa agenzia-ansa",
            "APA": "apa austria-presse-agentur",
            "Associated Press": "ap ap-news apnews associated-press the-associated-press",
            "Belga": "belga belga-news-agency",
            "BelTA": "belta",
            "Bloomberg": "bloomberg bloomberg-news",
            "BNS": "bns baltic-news-service",
            "CTK": "ctk ceska-tiskova-kancelar czech-news-agency",
            "dpa": "dpa deutsche-presse-agentur dpa-international",
            "EFE": "efe agencia-efe efe-noticias",
            "Interfax": "interfax",
            "Interfax-Ukraine": "interfax-ukraine",
            "Kyodo": "kyodo kyodo-news",
            "NTB": "ntb norsk-telegrambyra",
            "PA Media": "pa pa-media press-association",
            "PAP": "pap polska-agencja-prasowa polish-press-agency",
            "Reuters": "reuters reuters-news thomson-reuters",
            "RIA Novosti": "ria ria-novosti",
            "Ritzau": "ritzau",
            "STT": "stt",
            "TASS": "tass itar-tass",
            "TT": "tt tt-news-agency tidningarnas-telegrambyra",
            "Ukrinform": "ukrinform",
            "UNIAN": "unian",
            "Xinhua": "xinhua xinhua-news-agency",
            "Yonhap": "yonhap yonhap-news-agency",
        }.items()
        for origin in origins.split()
    }
)
"""The names of news agencies, by each origin that means one: the name of a publisher as an id."""
