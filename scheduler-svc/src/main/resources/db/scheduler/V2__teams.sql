-- Runs of the time before teams are the default team's.
alter table scheduler.run add column team text not null default 'default';
create index run_of_team on scheduler.run (team, created_at desc);

-- The same idempotency key of two teams is two submissions.
alter table scheduler.submission add column team text not null default 'default';
alter table scheduler.submission drop constraint submission_pkey;
alter table scheduler.submission add primary key (team, key);
