-- Runs of the time before teams are the default team's.
alter table run add column team text not null default 'default';
create index run_of_team on run (team, accepted_at desc, id desc);
