"""Two hundred random steps over HTTP against a model of who may see what, written here a second time and by itself: agreements drawn up, signed, suspended, resumed,
left, acceded to and ended, content put under them, tags, deletions, members of a plain group, short dates. After each step somebody reads, as a client does (the official
one, and bare), and must find exactly what the model says. tests/property/ does the same a hundred thousand times without a network.

VARDE_SEED=N repeats a run (but for the clock, which is the real one: no instant is judged within two seconds of it)."""
import os
import random
import time

import pytest

from agreements import Party, at
from changes import Mirror

STEPS = 200
NEAR = 2  # seconds around an instant in which nothing is held against the model
NAMES = ('Oslo', 'Riga', 'Porto', 'Turku')


# ---- the model ----------------------------------------------------------------------------------------------------------

class Agreement:
    """open among those who signed, while enough have, its date has come, and nobody has suspended or ended it"""

    def __init__(self, uuid, number, owner, roles, start, until):
        self.uuid, self.number, self.owner, self.roles = uuid, number, owner, dict(roles)
        self.start, self.until = start, until
        self.needed = len(roles)
        self.ever, self.now, self.left, self.offered = set(), set(), set(), set()
        self.suspended_by, self.ended, self.hidden = set(), False, None

    def is_over(self):
        return self.ended or (self.is_complete() and self.until and time.time() >= self.until)

    def is_complete(self):
        return len(self.ever & self.named) >= self.needed

    @property
    def named(self):
        return set(list(self.roles)[:self.needed])

    def in_force(self):
        return self.is_complete() and not self.is_over() and not self.suspended_by and time.time() >= self.start

    def sees(self, org, owner):
        return self.in_force() and (org in self.now or org == self.hidden) and owner not in self.left

    def knows(self, org):
        return org in self.roles or org == self.owner or org == self.hidden or org in self.offered

    def takes_from(self, org):
        return not self.is_over() and self.roles.get(org) in ('member', 'partner') and org not in self.left


class Thing:
    """an event or attribute: its audience is everybody, its own organisation, a set (of a plain group) or an agreement"""

    def __init__(self, uuid, number, owner, audience, inside=None, value=None):
        self.uuid, self.number, self.owner, self.audience, self.inside, self.value = uuid, number, owner, audience, inside, value
        self.embargo = 0
        self.gone = False

    def seen_by(self, org):
        if self.gone or (self.inside and not self.inside.seen_by(org)):
            return False
        if org == self.owner:
            return True
        if self.embargo > time.time() or self.audience == 'own':
            return False
        if isinstance(self.audience, Agreement):
            return self.audience.sees(org, self.owner)
        return self.audience in ('all', 'inherit') or org in self.audience


class Model:
    def __init__(self):
        self.agreements, self.events, self.attributes, self.group = [], [], [], set()

    def near_an_instant(self):
        instants = [a.start for a in self.agreements] + [a.until for a in self.agreements if a.until] + [e.embargo for e in self.events]
        return any(abs(time.time() - i) < NEAR for i in instants)

    def expected(self, things, org):
        return {t.uuid for t in things if t.seen_by(org)}


# ---- the steps ----------------------------------------------------------------------------------------------------------

class Run:
    def __init__(self, world, seed):
        self.chance, self.model, self.log = random.Random(seed), Model(), []
        self.seed, self.mark = seed, f'property{seed}'
        for name in NAMES:
            world.orgs.setdefault(name, world.site_admin.ok('POST', '/admin/organisations/add', {'name': name})['Organisation'])
        self.parties = {n: Party(world.add_user(f'property{seed}', n, 2)).register() for n in NAMES}
        first = self.parties[NAMES[0]].caller
        made = first.ok('POST', '/sharing_groups/add', {'name': self.mark, 'releasability': 'x'})['SharingGroup']
        self.group_id = made['id']
        self.mirrors = {n: Mirror(p.caller) for n, p in self.parties.items()}

    def caller(self, org):
        return self.parties[org].caller

    def one(self, things):
        things = [t for t in things if not getattr(t, 'gone', False)]
        return self.chance.choice(things) if things else None

    def note(self, *words):
        self.log.append(' '.join(str(w) for w in words))

    def audience(self, org, item=False):
        """what it is, and how a client says it"""
        usable = [a for a in self.model.agreements if a.takes_from(org)]
        kind = self.chance.choice(['own', 'all', 'group', 'agreement', 'agreement', 'agreement'] + ['inherit'] * 6 * item)
        if kind == 'agreement' and usable:
            agreement = self.chance.choice(usable)
            return agreement, {'distribution': '4', 'sharing_group_id': str(agreement.number)}
        if kind == 'group' and org in self.model.group:
            return self.model.group, {'distribution': '4', 'sharing_group_id': self.group_id}
        if kind == 'inherit':
            return 'inherit', {'distribution': '5'}
        return ('own', {'distribution': '0'}) if kind == 'own' else ('all', {'distribution': '3'})

    # content

    def add_event(self):
        org = self.chance.choice(NAMES)
        audience, fields = self.audience(org)
        embargo = int(time.time()) + 6 if self.chance.random() < 0.15 else 0
        made = self.caller(org).add_event(f'{self.mark} event', [{'type': 'domain', 'value': f'w{self.chance.randrange(6)}.{self.mark}.example'}],
                                          **(dict(fields, embargo_until=embargo) if embargo else fields))
        event = Thing(made['uuid'], made['id'], org, audience)
        event.embargo = embargo
        self.model.events.append(event)
        self.remember(made['Attribute'][0], event, 'inherit')
        self.note(org, 'adds event', made['id'], fields, embargo)

    def remember(self, made, event, audience):
        self.model.attributes.append(Thing(made['uuid'], made['id'], event.owner, audience, event, made['value']))

    def add_attribute(self):
        event = self.one(self.model.events)
        if not event:
            return
        org = self.chance.choice(NAMES)
        audience, fields = self.audience(event.owner, item=True)
        seen = event.seen_by(org)
        answer = self.caller(org).post(f'/attributes/add/{event.uuid}', dict(fields, type='hostname', value=f'w{self.chance.randrange(6)}.{self.mark}.example'))
        self.note(org, 'adds an attribute to', event.number, fields, answer.status)
        if answer.status == 200:
            assert org == event.owner, self.log
            self.remember(answer.data['Attribute'], event, audience)
        elif org == event.owner:
            assert 'already exists' in str(answer.data), (answer.data, self.log)  # the same value twice
        else:
            assert answer.status == (403 if seen else 404), (answer.data, self.log)

    def edit_event(self):
        event = self.one(self.model.events)
        if not event:
            return
        audience, fields = self.audience(event.owner)
        self.caller(event.owner).ok('POST', f'/events/edit/{event.uuid}', {'Event': dict(fields, info=f'{self.mark} again')})
        event.audience = audience
        self.note('event', event.number, 'becomes', fields)

    def delete(self):
        thing = self.one(self.model.events if self.chance.random() < 0.2 else self.model.attributes)
        if not thing or (thing.inside and thing.inside.gone):
            return
        kind = 'attributes' if thing.inside else 'events'
        self.caller(thing.owner).ok('POST', f'/{kind}/delete/{thing.uuid}', {})
        thing.gone = True
        self.note(kind, thing.number, 'is deleted')

    def change_group(self):
        org = self.chance.choice(NAMES)
        away = org in self.model.group
        self.caller(NAMES[0]).ok('POST', '/sharing_groups/' + ('removeOrg' if away else 'addOrg'),
                                 {'sg_id': self.group_id, 'org_id': self.parties[org].caller.org['id']})
        self.model.group.symmetric_difference_update({org})
        self.note(org, 'leaves' if away else 'joins', 'the group')

    # agreements

    def draw_up(self):
        if len([a for a in self.model.agreements if not a.is_over()]) > 2:
            return
        owner = self.chance.choice(NAMES)
        others = self.chance.sample([n for n in NAMES if n != owner], 1 + self.chance.randrange(2))
        roles = [(owner, 'member')] + [(n, self.chance.choice(['member', 'partner', 'observer'])) for n in others]
        start, until = int(time.time()) + self.chance.choice([-60, -60, 5]), int(time.time()) + 12 if self.chance.random() < 0.25 else None
        terms = {'effective_from': at(start - int(time.time())), 'ceiling': 'red', 'hidden_observers_allowed': True}
        if until:
            terms['effective_until'] = at(until - int(time.time()))
        uuid = self.parties[owner].draw_up([(self.parties[n], role) for n, role in roles], **terms)
        number = self.caller(owner).ok('GET', f'/agreements/{uuid}')['sharing_group_id']
        agreement = Agreement(uuid, number, owner, roles, start, until)
        self.model.agreements.append(agreement)
        self.note(owner, 'draws up', number, roles, start, until)
        if self.chance.random() < 0.7:
            for n, _ in roles:
                self.parties[n].must(uuid, 'sign')
                agreement.ever.add(n)
                agreement.now.add(n)

    def act(self, org, agreement, what, allowed, **fields):
        """it is done, or refused as the model says; what one does not know of is not there"""
        answer = self.parties[org].act(agreement.uuid, what, **fields)
        self.note(org, what, agreement.number, fields, answer.status)
        if not agreement.knows(org):
            assert answer.status == 404 and agreement.uuid not in str(answer.data).replace(f'/agreements/{agreement.uuid}', ''), self.log
        elif allowed and not agreement.is_over():
            assert answer.status == 200, (answer.data, self.log)
        else:
            assert answer.status == 409, (answer.data, self.log)
        return answer.status == 200

    def sign(self):
        agreement, org = self.one(self.model.agreements), self.chance.choice(NAMES)
        if agreement and self.act(org, agreement, 'sign', org in agreement.named and (org not in agreement.now)):
            agreement.ever.add(org)
            agreement.now.add(org)
            agreement.left.discard(org)

    def suspend_or_resume(self):
        agreement, org = self.one(self.model.agreements), self.chance.choice(NAMES)
        if not agreement:
            return
        if agreement.suspended_by:
            suspended = agreement.is_complete()
            if self.act(org, agreement, 'resume', suspended and (org == agreement.owner or org in agreement.suspended_by)):
                agreement.suspended_by -= set(agreement.suspended_by) if org == agreement.owner else {org}
        else:
            party = org in agreement.now and agreement.roles.get(org) != 'observer'
            if self.act(org, agreement, 'suspend', org == agreement.owner or party):
                agreement.suspended_by.add(org)

    def withdraw(self):
        agreement, org = self.one(self.model.agreements), self.chance.choice(NAMES)
        if not agreement or self.chance.random() < 0.5 or org == agreement.hidden:
            return
        if self.act(org, agreement, 'withdraw', org in agreement.now):
            agreement.now.discard(org)
            agreement.left.add(org)
            agreement.suspended_by.discard(org)

    def admit(self):
        """both halves of an accession, openly or as a hidden observer"""
        agreement, org = self.one(self.model.agreements), self.chance.choice(NAMES)
        if not agreement or agreement.is_over() or self.model.near_an_instant() or org in agreement.roles or agreement.hidden:
            return
        hidden = self.chance.random() < 0.5
        role = 'observer' if hidden else self.chance.choice(['member', 'partner', 'observer'])
        fields = {'role': role, **({'hidden': True} if hidden else {})}
        self.parties[agreement.owner].must(agreement.uuid, 'accede', org=self.parties[org].org, **fields)
        self.parties[org].must(agreement.uuid, 'accede', **fields)
        self.note(org, 'accedes to', agreement.number, fields)
        if hidden:
            agreement.hidden = org
        else:
            agreement.roles[org] = role
            agreement.now.add(org)

    def end(self):
        agreement, org = self.one(self.model.agreements), self.chance.choice(NAMES)
        if agreement and self.chance.random() < 0.25 and self.act(org, agreement, 'end', org == agreement.owner):
            agreement.ended = True

    def sighting(self):
        """whoever sees it only as an observer adds nothing"""
        attribute, org = self.one(self.model.attributes), self.chance.choice(NAMES)
        if not attribute or attribute.inside.gone:
            return
        under = [t.audience for t in (attribute, attribute.inside) if isinstance(t.audience, Agreement)]
        answer = self.caller(org).post(f'/sightings/add/{attribute.uuid}', {})
        self.note(org, 'sights', attribute.number, answer.status)
        if not attribute.seen_by(org):
            assert 'Sighting' not in answer.data, self.log
        elif org != attribute.owner and not all(a.takes_from(org) for a in under):
            assert answer.status == 409 and answer.data['code'] == 'terms', (answer.data, self.log)
        else:
            assert answer.status == 200 and 'Sighting' in answer.data, (answer.data, self.log)

    def step(self):
        steps = [self.add_event] * 3 + [self.add_attribute] * 2 + [self.edit_event] * 2 + [self.delete, self.change_group, self.draw_up, self.sign, self.sign,
                                                                                        self.suspend_or_resume, self.suspend_or_resume, self.withdraw,
                                                                                        self.admit, self.end, self.sighting]
        self.chance.choice(steps)()

    # ---- the reads --------------------------------------------------------------------------------------------------------

    def same(self, what, org, got, wanted):
        assert got == wanted, f'{what}: {org} finds {got - wanted} too many and {wanted - got} too few; seed {self.seed}:\n' + '\n'.join(self.log[-25:])

    def mine(self, things, uuids):
        """of an answer that holds what other tests made, too"""
        return {t.uuid for t in things} & set(uuids)

    def read_events(self, org):
        found = self.caller(org).search('events', metadata=True)
        self.same('events/restSearch', org, self.mine(self.model.events, [e['Event']['uuid'] for e in found]), self.model.expected(self.model.events, org))

    def read_official(self, org):
        client, model = self.caller(org).misp, self.model
        found = client.search('attributes', value=f'%.{self.mark}.example', pythonify=True)
        self.same('PyMISP search', org, {a.uuid for a in found}, model.expected(model.attributes, org))

    def read_value(self, org):
        value = f'w{self.chance.randrange(6)}.{self.mark}.example'
        holding = [a for a in self.model.attributes if a.value == value]
        wanted = self.model.expected(holding, org)
        status, headers, data = self.caller(org).post('/attributes/restSearch', {'returnFormat': 'json', 'value': value})
        self.same('by value', org, {a['uuid'] for a in data['response']['Attribute']}, wanted)
        assert int(headers.get('X-Result-Count', len(wanted))) == len(wanted), self.log
        answer = self.caller(org).get(f'/lookup/{value}')
        events = len({a.inside.uuid for a in holding if a.seen_by(org)})
        assert (answer.status, answer.data.get('events', 0)) == ((200, events) if events else (404, 0)), (answer, wanted, self.log)

    def read_one(self, org):
        event = self.one(self.model.events)
        if not event:
            return
        answer = self.caller(org).get(f'/events/view/{event.uuid}')
        if not event.seen_by(org):
            never = self.caller(org).get('/events/view/00000000-0000-4000-8000-00000000dead')
            assert (answer.status, answer.data['message'], answer.data['code']) == (never.status, never.data['message'], never.data['code']), self.log
            return
        inside = [a for a in self.model.attributes if a.inside is event]
        self.same('events/view', org, {a['uuid'] for a in answer.data['Event']['Attribute']}, self.model.expected(inside, org))
        related = {e['Event']['uuid'] for e in answer.data['Event'].get('RelatedEvent', [])}
        values = {a.value for a in inside if a.seen_by(org)}
        self.same('RelatedEvent', org, related, {a.inside.uuid for a in self.model.attributes
                                                 if a.inside is not event and a.value in values and a.seen_by(org)})

    def read_agreements(self, org):
        known = {a.uuid: a for a in self.model.agreements if a.knows(org)}
        listed = {a['uuid']: a for a in self.caller(org).ok('GET', '/agreements')}
        self.same('agreements', org, set(listed), set(known))
        groups = {g['SharingGroup']['uuid']: g for g in self.caller(org).ok('GET', '/sharing_groups/index')['response']}
        for uuid, agreement in known.items():
            assert groups[uuid]['SharingGroup']['active'] == agreement.in_force(), (uuid, self.log)
            told = agreement.hidden and org in (agreement.owner, agreement.hidden)
            shown = {p['org']['name'] for p in listed[uuid]['parties']}
            assert shown == set(agreement.roles) | ({agreement.hidden} if told else set()), (shown, self.log)
            members = {o['Organisation']['name'] for o in groups[uuid]['SharingGroupOrg']}
            assert agreement.hidden is None or told or agreement.hidden not in members, self.log

    def read_stream(self, org):
        mirror = self.mirrors[org].follow()
        self.same('changes, events', org, self.mine(self.model.events, mirror.things['event']), self.model.expected(self.model.events, org))
        self.same('changes, attributes', org, self.mine(self.model.attributes, mirror.things['attribute']),
                  self.model.expected(self.model.attributes, org))

    def read(self, every=False):
        reads = [self.read_events, self.read_official, self.read_value, self.read_one, self.read_agreements, self.read_stream]
        for org in NAMES if every else [self.chance.choice(NAMES)]:
            for read in reads if every else self.chance.sample(reads, 2):
                if self.model.near_an_instant():
                    return
                read(org)


def test_two_hundred_steps(world):
    seed = int(os.environ.get('VARDE_SEED', random.randrange(10 ** 6)))
    print(f'seed {seed}')
    run = Run(world, seed)
    for step in range(STEPS):
        if run.model.near_an_instant():
            time.sleep(NEAR / 2)
        run.step()
        run.read(every=step % 50 == 49)
