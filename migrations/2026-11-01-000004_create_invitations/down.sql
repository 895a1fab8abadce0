DROP TABLE invitation_decisions;
DROP TABLE invitations;
