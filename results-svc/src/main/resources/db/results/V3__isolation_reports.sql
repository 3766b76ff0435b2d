create table isolation_report (
    instance_id   text    not null,
    attempt       integer not null,
    reporter      text    not null,
    report_number bigint  not null,
    data          text    not null,
    stored_at     timestamptz not null default now(),
    primary key (instance_id, attempt, reporter, report_number)
);
