-- JSON stands in text, not jsonb: what services send may hold the character NUL, which jsonb refuses, and it is read back as a whole.

create table run (
    id          text primary key,
    project     text        not null,
    accepted_at timestamptz not null,
    instances   integer     not null,
    invalid     text        not null,
    warnings    text        not null
);
create index run_recent on run (accepted_at desc, id desc);

-- Apart from run, so that each record is one upsert whichever comes first.
create table run_end (
    run_id      text primary key,
    verdict     text        not null,
    finished_at timestamptz not null,
    stored_at   timestamptz not null,
    evidence    text        not null
);

-- How far each partition of evidence is stored, so that a run can wait for what was published before its end.
create table progress (
    partition   text primary key,
    next_offset bigint not null
);

create table instance (
    id         text primary key,
    run_id     text    not null,
    ordinal    integer not null,
    name       text    not null,
    file       text    not null,
    definition text
);
create index instance_of_run on instance (run_id, ordinal);

-- Apart from instance, whose column definition only says where the resolved definition is to be had.
create table definition (
    instance_id text primary key,
    content     text not null
);

create table event (
    run_id      text        not null,
    event_key   text        not null,
    instance_id text        not null,
    attempt     integer     not null,
    kind        text        not null,
    at          timestamptz not null,
    position    bigint      not null,
    data        text        not null,
    stored_at   timestamptz not null default now(),
    primary key (run_id, event_key)
);
create index event_in_order on event (run_id, position);

create table exchange (
    instance_id    text        not null,
    attempt        integer     not null,
    record_number  bigint      not null,
    exchange_id    text        not null,
    arrival_number bigint      not null,
    origin         text,
    target         text        not null,
    received_at    timestamptz not null,
    bytes          bigint      not null,
    data           text        not null,
    stored_at      timestamptz not null default now(),
    primary key (instance_id, attempt, record_number)
);
create index exchange_in_order on exchange (instance_id, attempt, arrival_number, record_number);
create index exchange_by_id on exchange (instance_id, attempt, exchange_id, record_number);

create table console (
    instance_id text    not null,
    attempt     integer not null,
    first_line  bigint  not null,
    last_line   bigint  not null,
    dropped     bigint  not null,
    bytes       bigint  not null,
    data        text    not null,
    stored_at   timestamptz not null default now(),
    primary key (instance_id, attempt, first_line)
);

create table diagnostic (
    instance_id   text    not null,
    attempt       integer not null,
    record_number bigint  not null,
    data          text    not null,
    stored_at     timestamptz not null default now(),
    primary key (instance_id, attempt, record_number)
);
