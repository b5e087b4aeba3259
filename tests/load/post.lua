-- wrk's script: POST the file $BODY as $TYPE; with $PACE, each connection waits so many milliseconds on average.
local file = io.open(os.getenv("BODY"), "rb")
wrk.body = file:read("*a")
file:close()
wrk.method = "POST"
wrk.headers["Content-Type"] = os.getenv("TYPE")

local pace = tonumber(os.getenv("PACE") or "0")
if pace > 0 then
  math.randomseed(os.time())
  function delay()
    return math.floor(2 * pace * math.random())
  end
end
