"""How people head their columns and name roles, in both languages."""

import re
from typing import Final

from gouvernail.people.models import Role, Seat

DAYS: Final = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ].*)?"),
    re.compile(r"(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d{4})"),
)


def _headings(**words: str) -> dict[str, str]:
    return {heading.strip(): name for name, line in words.items() for heading in line.split(",")}


PEOPLE_HEADINGS: Final = _headings(
    name="name,full name,nom,nom complet,nom et prenom,prenom et nom,personne,person",
    email="email,e mail,mail,courriel,adresse e mail,adresse mail,email address,e mail pro",
    job="job,job title,title,position,fonction,poste,metier",
    phone="phone,telephone,tel,mobile,portable",
    external_id="staff number,staff id,employee id,matricule,numero,id,external id",
    unit="unit,department,departement,direction,service,unite,entite,code unite,unit code",
    language="language,langue,lang",
    joined_on="joined on,joined,start date,arrivee,date d arrivee,entree",
    roles="roles,role,droits",
)
UNIT_HEADINGS: Final = _headings(
    code="code,unit code,code unite,sigle",
    name="name,nom,unit,unite,direction,department,departement,intitule",
    name_en="name en,name in english,nom en anglais,english name",
    short_name="short name,nom court,abrege",
    short_name_en="short name en,short name in english,nom court en anglais",
    parent="parent,parent code,above,rattachement,unite parente,code parent,sous",
    country="country,pays",
    time_zone="time zone,timezone,fuseau,fuseau horaire",
)
ROLE_WORDS: Final = {role.value: role.value for role in Role} | {
    "responsable": Role.LEAD.value,
    "correspondant": Role.DELEGATE.value,
    "correspondante": Role.DELEGATE.value,
    "contributeur": Role.CONTRIBUTOR.value,
    "contributrice": Role.CONTRIBUTOR.value,
    "relecteur": Role.REVIEWER.value,
    "relectrice": Role.REVIEWER.value,
    "répondant": Role.RESPONDER.value,
    "sécurité": Role.SECURITY.value,
    "auditeur": Role.AUDITOR.value,
    "auditrice": Role.AUDITOR.value,
    "salarié": Role.EMPLOYEE.value,
    "salariée": Role.EMPLOYEE.value,
    "agent": Role.EMPLOYEE.value,
}
SEAT_WORDS: Final = {seat.value: seat.value for seat in Seat} | {
    "collègue": Seat.COLLEAGUE.value,
    "marque": Seat.BRAND.value,
    "juridique": Seat.LEGAL.value,
    "conformité": Seat.COMPLIANCE.value,
    "communication": Seat.COMMUNICATIONS.value,
}
