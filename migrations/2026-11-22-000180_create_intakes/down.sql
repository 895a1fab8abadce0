DROP TABLE complaint_intakes;
