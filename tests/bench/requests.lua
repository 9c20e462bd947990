-- SPDX-License-Identifier: ISC
-- wrk ... -- FILE NUMBER: send the requests of FILE in turn. Each line is one
-- request: method, path, cookie and body, separated by tabs. ########## in a
-- body is replaced by a counter that starts at NUMBER, so that no two bodies
-- are equal. Prints one line of JSON.

local threads = 0

function setup(thread)
	thread:set("id", threads)
	threads = threads + 1
end

function init(args)
	number = tonumber(args[2]) + id * 5000000
	requests = {}
	for line in io.lines(args[1]) do
		local method, path, cookie, body =
		    line:match("^(.-)\t(.-)\t(.-)\t(.*)$")
		local headers = {}
		if cookie ~= "" then
			headers["Cookie"] = cookie
		end
		if method == "POST" then
			headers["Content-Type"] =
			    "application/x-www-form-urlencoded"
		end
		table.insert(requests, wrk.format(method, path, headers,
		    body ~= "" and body or nil))
	end
	-- Each thread starts at its own part of the file.
	at = math.floor(id * #requests / 2)
end

function request()
	at = at % #requests + 1
	number = number + 1
	if requests[at]:find("##########", 1, true) then
		return (requests[at]:gsub("##########",
		    string.format("%010d", number)))
	end
	return requests[at]
end

function done(summary, latency)
	local errors = ""
	for kind, count in pairs(summary.errors) do
		if count > 0 then
			errors = errors .. count .. " " .. kind .. " "
		end
	end
	print(string.format('{"requests":%d,"seconds":%.3f,"median":%.3f,' ..
	    '"p99":%.3f,"errors":"%s"}', summary.requests,
	    summary.duration / 1e6, latency:percentile(50) / 1e3,
	    latency:percentile(99) / 1e3,
	    errors))
end
