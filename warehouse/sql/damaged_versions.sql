-- Parts of the list of versions that the engine set aside because it could not read them.
SELECT count() FROM system.detached_parts
WHERE database = currentDatabase() AND table = 'version' AND startsWith(ifNull(reason, ''), 'broken')
