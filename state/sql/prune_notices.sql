DELETE FROM notice WHERE state <> 'waiting' AND created_at < $1
