# SPDX-License-Identifier: ISC
# gnuplot -e "data = 'FOLDER/NAME'; plots = 'FOLDER/NAME'" plot.gp: draw
# NAME-growth.svg and NAME-depth.svg from the medians that growth.mjs has
# written to NAME-growth.dat and NAME-depth.dat.
set terminal svg size 720,440 font "sans-serif,13" background "white"
set grid xtics ytics linecolor "#dddddd"
set border 3
set tics nomirror
set logscale xy
set format x "%.0f"
set format y "%g"
set ylabel "milliseconds"

array colour[3] = ["#c0392b", "#2471a3", "#7d8b8c"]

set output plots."-growth.svg"
set key left top Left reverse
set xlabel "people followed"
set xrange [8:13000]
plot for [i=0:2] data."-growth.dat" index i using 1:2 with linespoints \
    linewidth 2 pointtype 7 pointsize 0.6 \
    linecolor rgb colour[i + 1] title columnheader(1), \
    for [i=3:5] data."-growth.dat" index i using 1:2 with linespoints \
    linewidth 2 pointtype 7 pointsize 0.6 dashtype 2 \
    linecolor rgb colour[i - 2] title columnheader(1)

set output plots."-depth.svg"
set key left bottom Left reverse
set xlabel "page"
set xrange [0.8:1300]
set yrange [0.1:*]
plot for [i=0:1] data."-depth.dat" index i using 1:2 with linespoints \
    linewidth 2 pointtype 7 pointsize 0.6 \
    linecolor rgb colour[i + 1] title columnheader(1)
