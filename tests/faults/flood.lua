-- A flood for wrk, one thread a client: members who ask for their home page
-- without a pause, unless they are told to come again later. Prints what became
-- of it, as JSON: when each was answered, and how long it took, in ms. COOKIES
-- names a file with a session on each line.

local ffi = require("ffi")
ffi.cdef("typedef struct { long s, ns; } instant; int clock_gettime(int, instant *);")
local MONOTONIC = 1
local instant = ffi.new("instant")

local function now()
	ffi.C.clock_gettime(MONOTONIC, instant)
	return tonumber(instant.s) * 1000 + tonumber(instant.ns) / 1e6
end

local threads = {}

function setup(thread)
	thread:set("number", #threads)
	table.insert(threads, thread)
end

function init()
	local sessions = {}
	for line in io.lines(os.getenv("COOKIES")) do
		table.insert(sessions, line)
	end
	page = wrk.format("GET", "/", { cookie = sessions[number % #sessions + 1] })
	pause = 0
	served, refused, broken = "", "", 0
end

function delay()
	return pause
end

function request()
	asked = now()
	return page
end

function response(status, headers)
	local answered = now()
	local line = string.format("[%.1f,%.3f] ", answered, answered - asked)
	pause = 0
	if status == 200 then
		served = served .. line
	elseif status == 503 then
		refused = refused .. line
		pause = headers["retry-after"] * 1000
	else
		broken = broken + 1
	end
end

local function all(name)
	local text = ""
	for _, thread in ipairs(threads) do
		text = text .. thread:get(name)
	end
	return text:gsub(" %[", ",[")
end

function done(summary)
	local failed = summary.errors
	local count = failed.connect + failed.read + failed.write + failed.timeout
	for _, thread in ipairs(threads) do
		count = count + thread:get("broken")
	end
	print(string.format('{"served":[%s],"refused":[%s],"broken":%d}', (all("served")), (all("refused")), count))
end
