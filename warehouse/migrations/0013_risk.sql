-- A place that is kept until its content comes.
SELECT 1;
