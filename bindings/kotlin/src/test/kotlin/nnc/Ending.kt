package nnc

import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.GlobalScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** Leaves with a stream open, a collector waiting and a change under way. */
@OptIn(DelicateCoroutinesApi::class)
fun main() {
    val bench = Bench()
    runBlocking {
        val nnc = Nnc.open(bench.path)
        val home = bench.home(nnc)
        nnc.events()
        val other = nnc.events()
        GlobalScope.launch { other.collect {} }
        home.virtualInterfaces.startCreate(wishes(20))
    }
    println("leaving")
    bench.close()
}
