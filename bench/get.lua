-- GET the paths of a file, one a line, round and round; each thread starts elsewhere. Prints one line of JSON at the end; a 404 is an answer.
--   wrk -s get.lua URL -- PATHS KEY
local paths, at, step = {}, 0, 7919

function init(args)
    for line in io.lines(args[1]) do paths[#paths + 1] = line end
    wrk.headers["Authorization"] = args[2]
    wrk.headers["Accept"] = "application/json"
end

function request()
    at = (at + step) % #paths
    return wrk.format("GET", paths[at + 1])
end

function done(summary, latency, requests)
    local wrong = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
    io.write(string.format('{"requests":%d,"seconds":%.6f,"refused":%d,"wrong":%d}\n', summary.requests, summary.duration / 1e6, summary.errors.status, wrong))
end
