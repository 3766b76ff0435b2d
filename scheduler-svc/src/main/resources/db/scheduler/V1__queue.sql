create table scheduler.run (
    id           text primary key,
    project      text        not null,
    created_at   timestamptz not null,
    finished_at  timestamptz,
    deadline     timestamptz,
    verdict      text,
    cancelled    boolean     not null default false,
    cancel_reason text,
    max_parallel integer     not null,
    unfinished   integer     not null,
    options      text        not null,
    warnings     text        not null,
    invalid      text        not null,
    next_event   bigint      not null default 1
);
create index run_recent on scheduler.run (created_at desc);

create table scheduler.submission (
    key    text primary key,
    digest text not null,
    run_id text not null references scheduler.run (id)
);

create table scheduler.blob (
    sha256  text primary key,
    content bytea not null,
    used_at timestamptz not null default now()
);

create table scheduler.instance (
    id          text primary key,
    run_id      text        not null references scheduler.run (id),
    seq         integer     not null,
    name        text        not null,
    file        text        not null,
    definition  text        not null references scheduler.blob (sha256),
    files       text        not null,
    phase       text        not null,
    state       text        not null,
    attempt     integer     not null default 0,
    incarnation text,
    holder      text,
    version     bigint      not null default 0,
    published   boolean     not null default false,
    step_failed boolean     not null default false,
    verdict     text,
    reason      text,
    again       boolean     not null default false,
    lease_owner text,
    lease_until timestamptz
);
create index instance_of_run on scheduler.instance (run_id, seq);
create index instance_alive on scheduler.instance (phase) where phase <> 'gone';

create table scheduler.item (
    instance_id text    not null references scheduler.instance (id),
    name        text    not null,
    kind        text    not null,
    seq         integer not null,
    state       text    not null,
    detail      text,
    primary key (instance_id, name)
);

create table scheduler.outbox (
    id      bigserial primary key,
    topic   text        not null,
    key     text        not null,
    headers text        not null,
    data    bytea,
    sent_at timestamptz
);
create index outbox_unsent on scheduler.outbox (id) where sent_at is null;
create index outbox_sent on scheduler.outbox (sent_at) where sent_at is not null;

create table scheduler.run_event (
    run_id   text   not null references scheduler.run (id),
    seq      bigint not null,
    event_id text   not null,
    type     text   not null,
    instance text,
    attempt  integer,
    data     text   not null,
    primary key (run_id, seq),
    unique (run_id, event_id)
);
