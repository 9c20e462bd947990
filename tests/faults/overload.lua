-- SPDX-License-Identifier: ISC
-- An overload, made by wrk with one thread per client: members who request
-- their home page without a pause, except that they obey Retry-After. Prints
-- as JSON when each response arrived and how long it took, in ms. COOKIES names
-- a file with one session per line.

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
	requested = now()
	return page
end

function response(status, headers)
	local responded = now()
	local line = string.format("[%.1f,%.3f] ", responded,
	    responded - requested)
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
