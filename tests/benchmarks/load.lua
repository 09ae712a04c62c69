-- What wrk sends: one path in which @ stands for a number, another number each time.
-- Arguments: the path, the first number, how many numbers there are, Accept, If-None-Match or "".
local path, number, numbers, headers

function init(args)
  path, number, numbers = args[1], tonumber(args[2]), tonumber(args[3])
  headers = { ["Accept"] = args[4] }
  if args[5] and args[5] ~= "" then headers["If-None-Match"] = args[5] end
end

function request()
  number = number + 1
  local target = string.gsub(path, "@", tostring(number % numbers))
  return wrk.format("GET", target, headers)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("\n= %d %d %d %d %d\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status + errors.read + errors.write + errors.timeout + errors.connect))
end
