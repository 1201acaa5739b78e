UPDATE lease SET until = 0
