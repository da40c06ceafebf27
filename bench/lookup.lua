-- POST the bodies of a file, one a line, round and round; each thread starts elsewhere. Prints one line of JSON at the end.
--   wrk -s lookup.lua URL -- BODIES KEY
local bodies, at, step = {}, 0, 7919
local threads = {}

function setup(thread)
    thread:set("number", #threads)
    table.insert(threads, thread)
end

function init(args)
    for line in io.lines(args[1]) do bodies[#bodies + 1] = line end
    wrk.method = "POST"
    wrk.headers["Authorization"] = args[2]
    wrk.headers["Accept"] = "application/json"
    wrk.headers["Content-Type"] = "application/json"
    at = number * 1009
end

function request()
    at = (at + step) % #bodies
    return wrk.format(nil, nil, nil, bodies[at + 1])
end

function done(summary, latency, requests)
    local wrong = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
    io.write(string.format('{"requests":%d,"seconds":%.6f,"bytes":%d,"wrong":%d,"p50_us":%d,"p99_us":%d}\n', summary.requests,
        summary.duration / 1e6, summary.bytes, wrong, latency:percentile(50), latency:percentile(99)))
end
