//! What the server does in one step. All keys of a script belong to one platform.

/// Keys: the record, and the list of authorizers if it is the record of one. Arguments: the expected
/// version or nothing, the record, the appid of the authorizer. Answers with the new version, if any.
///
/// Versions begin with the server's clock, in microseconds. A server that has lost writes, because it was
/// emptied or because a replica took over that did not have them yet, so goes on above all that it lost.
pub(super) const COMPARE_AND_SET: &str = "
local found = redis.call('HGET', KEYS[1], 'version') or ''
if found ~= ARGV[1] then return false end
local time = redis.call('TIME')
local version = math.max((tonumber(found) or 0) + 1, time[1] * 1000000 + time[2])
version = string.format('%.0f', version)
redis.call('HSET', KEYS[1], 'version', version, 'record', ARGV[2])
if KEYS[2] then redis.call('ZADD', KEYS[2], 0, ARGV[3]) end
return version
";

/// Key: the lease. Arguments: the holder, and the length in milliseconds. Answers whether it was given.
pub(super) const LEASE: &str = "
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
";

/// Key: the lease. Argument: the holder.
pub(super) const RELEASE: &str = "
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
";
