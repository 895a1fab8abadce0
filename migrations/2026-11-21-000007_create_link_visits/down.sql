DROP TABLE link_visits;
